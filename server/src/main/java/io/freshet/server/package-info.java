/// The program: configuration, wiring, start and stop.
///
/// Threading: main thread; each class says.
@NullMarked
package io.freshet.server;

import org.jspecify.annotations.NullMarked;
