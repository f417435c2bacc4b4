/// `probe`: what a stream is, and how well it is.
///
/// Start at [io.freshet.tools.probe.Probe]. What is wrong is said in words, each finding beginning
/// with what it is about.
///
/// Threading: the main thread; what a connection brings comes on its loop.
@NullMarked
package io.freshet.tools.probe;

import org.jspecify.annotations.NullMarked;
