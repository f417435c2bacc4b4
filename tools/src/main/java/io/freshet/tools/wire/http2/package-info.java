/// HTTP/2 as a client of many connections speaks it: frames whose bodies are passed over, and
/// several fetchers on one connection.
///
/// Start at [io.freshet.tools.wire.http2.Http2Fetching]. Header blocks are Netty's; its frame codec
/// is not used, since it makes objects of each piece of a body that nobody here looks at.
///
/// Threading: everything of a connection is confined to its loop.
///
/// Spec: RFC 9113; RFC 7541
@NullMarked
package io.freshet.tools.wire.http2;

import org.jspecify.annotations.NullMarked;
