/// The only sockets of the media plane, on Netty; knows bytes, not media.
///
/// Start at [io.freshet.net.Loops] (threads), [io.freshet.net.TcpServer] (connections) and
/// [io.freshet.net.Outlet] (what a viewer looks like to those who feed it).
///
/// Threading: a connection belongs to one event loop for ever; each class says what may be called
/// from elsewhere.
@NullMarked
package io.freshet.net;

import org.jspecify.annotations.NullMarked;
