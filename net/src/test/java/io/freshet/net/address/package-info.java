/// Where addresses are, and files that say so wrongly.
///
/// Threading: the test's own.
@NullMarked
package io.freshet.net.address;

import org.jspecify.annotations.NullMarked;
