/// The program's other half: `bench` loads a server and measures it, `probe` says what a stream is
/// and how well it is.
///
/// Start at [io.freshet.tools.Main]. Any server can be looked at, not Freshet alone.
///
/// Threading: the main thread.
@NullMarked
package io.freshet.tools;

import org.jspecify.annotations.NullMarked;
