/// What is done about nodes that viewers cannot use, as people see it.
///
/// Threading: shared.
@NullMarked
package io.freshet.control.healing;

import org.jspecify.annotations.NullMarked;
