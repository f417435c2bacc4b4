/// The house style as a test: what Maven and the compiler cannot check.
///
/// Start at [TidyTest]. Exceptions are in `exceptions.txt` beside it, each with its reason; one
/// that is no longer needed fails the test, so the list only shrinks.
///
/// Threading: the test's thread.
@NullMarked
package io.freshet.server.tidy;

import org.jspecify.annotations.NullMarked;
