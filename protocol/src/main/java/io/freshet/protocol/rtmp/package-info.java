/// RTMP without sockets: bytes and time in, bytes and events out.
///
/// Start at [RtmpServerSession]. Below it, one package a layer: `handshake`, `chunk` (bytes and
/// messages), `message` (what a message's body says). RTMPS is the same bytes inside TLS. What a
/// media message carries is the business of `format.flv`.
///
/// Threading: a session is confined to the loop of its connection; records are immutable.
///
/// Spec: Adobe RTMP 1.0 (2012-12-21); Enhanced RTMP v2 (Veovera); RTMP's AMF0 and AMF3.
@NullMarked
package io.freshet.protocol.rtmp;

import org.jspecify.annotations.NullMarked;
