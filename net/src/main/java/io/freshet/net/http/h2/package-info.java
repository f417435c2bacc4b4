/// HTTP/2 as a server speaks it, without a channel for each request: frames, windows, fields.
///
/// Start at [io.freshet.net.http.h2.FrameLink]. It knows streams and bytes; what a request is and
/// what is answered is for `net.http`.
///
/// Threading: everything of one connection is confined to its loop.
///
/// Spec: RFC 9113; RFC 7541
@NullMarked
package io.freshet.net.http.h2;

import org.jspecify.annotations.NullMarked;
