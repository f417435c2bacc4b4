/// A cluster that is broken on purpose, while somebody watches.
///
/// Start at [io.freshet.tools.chaos.Chaos]: `Ground` starts servers of NATS and nodes of Freshet as
/// processes, `Show` has them carry a stream to viewers of every protocol, a `Fault` breaks one of
/// them, and `Verdict` says from each viewer's `Account` whether that was to be seen.
///
/// Threading: the main thread, but for viewers, which live on a load loop.
@NullMarked
package io.freshet.tools.chaos;

import org.jspecify.annotations.NullMarked;
