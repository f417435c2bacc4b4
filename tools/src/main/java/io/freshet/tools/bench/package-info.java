/// The `bench` commands: what their words mean, and the runs that compare servers and transports.
///
/// Start at [io.freshet.tools.bench.Bench].
///
/// Threading: the main thread.
@NullMarked
package io.freshet.tools.bench;

import org.jspecify.annotations.NullMarked;
