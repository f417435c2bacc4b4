/// Sockets and wire formats of the load generator: many connections on few threads, and scanners
/// that look at headers and pass over bodies.
///
/// Start at [io.freshet.tools.wire.LoadLoop]. A viewer must cost less here than at the server that
/// is measured: nothing is copied but a message's first bytes, and nothing is made per read.
///
/// Threading: everything of a connection is confined to its loop.
///
/// Spec: Adobe RTMP 1.0, 5.3; Adobe Flash Video 10.1, E; RFC 9112; RFC 6455, 5
@NullMarked
package io.freshet.tools.wire;

import org.jspecify.annotations.NullMarked;
