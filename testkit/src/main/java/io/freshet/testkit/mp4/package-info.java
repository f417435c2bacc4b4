/// Reading mp4 back in tests: boxes, a text dump for golden files, the samples of fragments.
///
/// Apart from the writers in `format` on purpose: a misreading of the specification there is not
/// repeated here by sharing code.
///
/// Threading: immutable.
/// Spec: ISO/IEC 14496-12:2022
@NullMarked
package io.freshet.testkit.mp4;

import org.jspecify.annotations.NullMarked;
