/// The media HTTP server: HTTP/1.1, HTTP/2 and WebSocket behind one
/// [io.freshet.net.http.HttpHandler].
///
/// Start at [io.freshet.net.http.HttpServer]. Finite answers go through `HttpReplier.reply`; bodies
/// without an end are an [io.freshet.net.http.HttpStream], which is an Outlet.
///
/// Threading: everything of one connection is confined to its loop.
@NullMarked
package io.freshet.net.http;

import org.jspecify.annotations.NullMarked;
