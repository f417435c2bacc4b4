/// The first 3 KiB each way of an RTMP connection, simple or with digests.
///
/// Start at [ServerHandshake].
///
/// Threading: confined to the session that owns the handshake.
///
/// Spec: Adobe RTMP 1.0, 5.2; the digests are not in it, they are what Flash Player 9.0.115 and
/// Flash Media Server 3 began to do and every server since has learnt.
@NullMarked
package io.freshet.protocol.rtmp.handshake;

import org.jspecify.annotations.NullMarked;
