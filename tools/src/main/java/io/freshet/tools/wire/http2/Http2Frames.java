package io.freshet.tools.wire.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames that a client sends, ready for the wire.
///
///     length (24) type (8) flags (8) 0 (1) stream (31)     then `length` bytes
///
/// Spec: RFC 9113, 3.4, 4.1 and 6
final class Http2Frames {

    static final int HEADER_BYTES = 9;
    /// Nobody may send more at once unless we allow it, and we do not.
    static final int PAYLOAD_BYTES_MAX = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int HAS_PRIORITY = 0x20;

    /// As much as browsers let be on the way for one answer, and for all of a connection.
    static final int STREAM_WINDOW_BYTES = 6 << 20;
    static final int CONNECTION_WINDOW_BYTES = 15 << 20;

    private static final int FIRST_WINDOW_BYTES = 65_535;
    private static final int SETTING_BYTES = 6;
    private static final short ENABLE_PUSH = 2;
    private static final short INITIAL_WINDOW_SIZE = 4;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private Http2Frames() {
    }

    /// The first words of a connection: no pushes, and windows as a browser has them.
    static ByteBuffer opening() {
        ByteBuffer out = ByteBuffer.allocate(128).put(PREFACE);
        header(out, 2 * SETTING_BYTES, SETTINGS, 0, 0);
        out.putShort(ENABLE_PUSH).putInt(0);
        out.putShort(INITIAL_WINDOW_SIZE).putInt(STREAM_WINDOW_BYTES);
        return out.put(windowUpdate(0, CONNECTION_WINDOW_BYTES - FIRST_WINDOW_BYTES)).flip();
    }

    static ByteBuffer windowUpdate(int stream, int bytes) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES);
        header(out, Integer.BYTES, WINDOW_UPDATE, 0, stream);
        return out.putInt(bytes).flip();
    }

    /// The answer to a frame of settings, or to a ping with its payload.
    static ByteBuffer acknowledged(int type, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + payload.remaining());
        header(out, payload.remaining(), type, ACK, 0);
        return out.put(payload).flip();
    }

    /// Writes a frame's header.
    static void header(ByteBuffer out, int length, int type, int flags, int stream) {
        out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
    }
}
