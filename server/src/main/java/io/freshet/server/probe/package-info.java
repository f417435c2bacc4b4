/// The node watches its own streams as a viewer does, to tell how late they are.
///
/// Start at [io.freshet.server.probe.LatencyProbe]. `ProbePlan` says which stream is next,
/// `Arrivals` remembers when its frames came in, `FlvListener` and `PlaylistReader` are the viewer.
///
/// Threading: each class says.
@NullMarked
package io.freshet.server.probe;

import org.jspecify.annotations.NullMarked;
