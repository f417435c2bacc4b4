package io.freshet.protocol.rtmp.message;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// The bodies of the protocol control messages 1, 2, 3, 5 and 6: one 32-bit number each.
///
/// Spec: Adobe RTMP 1.0, 5.4.
public final class ProtocolControl {

    /// How a peer takes [MessageType#SET_PEER_BANDWIDTH]: as the new bound or the old, if less.
    private static final int LIMIT_DYNAMIC = 2;

    private ProtocolControl() {
    }

    /// The body of a message of type 1, 2, 3 or 5.
    public static Bytes write(int value) {
        return Bytes.wrap(ByteBuffer.allocate(4).putInt(value).array());
    }

    /// The body of a message of type 6.
    public static Bytes writePeerBandwidth(int windowBytes) {
        return Bytes.wrap(
                ByteBuffer.allocate(5).putInt(windowBytes).put((byte) LIMIT_DYNAMIC).array());
    }

    /// The number in the body of a message of type 1, 2, 3, 5 or 6, 0 to 2^32-1.
    ///
    /// @throws MalformedMediaException if it is shorter than four bytes
    public static long parse(Bytes body) throws MalformedMediaException {
        if (body.length() < 4) {
            throw new MalformedMediaException("control message of " + body.length() + " bytes", 0);
        }
        return body.buffer().getInt() & 0xFFFF_FFFFL;
    }
}
