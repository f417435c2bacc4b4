/// What tests share: a clock that stands still, byte faults, golden text. Test scope only.
///
/// Threading: each class says.
@NullMarked
package io.freshet.testkit;

import org.jspecify.annotations.NullMarked;
