/// Reading MPEG-TS back in tests, strictly: what a lenient player would pass over is a failure.
///
/// Apart from the writers in `format` on purpose: a misreading of the specification there is not
/// repeated here by sharing code.
///
/// Threading: immutable.
/// Spec: ISO/IEC 13818-1:2023
@NullMarked
package io.freshet.testkit.ts;

import org.jspecify.annotations.NullMarked;
