package io.freshet.tools.wire;

import java.nio.ByteBuffer;

/// Takes the frames of a WebSocket server apart and hands on what is in them.
///
///     FIN:1 0:3 opcode:4 | 0:1 length:7 | length:16 if 126, length:64 if 127 | payload
///
/// Threading: confined to its connection.
///
/// Spec: RFC 6455, 5.2 and 5.5.
public final class WebSocketFrames {

    /// Where the payloads of data frames go.
    public interface Sink {

        /// A piece of payload: from position to limit, to be consumed.
        ///
        /// @throws PeerFault if it cannot be used
        void onData(ByteBuffer range) throws PeerFault;

        /// The server pings: send this frame.
        void onPing(ByteBuffer pong);
    }

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int CONTROL_BYTES_MAX = 125;
    private static final int MASKED = 0x80;

    private final ByteBuffer header = ByteBuffer.allocate(10);
    private final ByteBuffer control = ByteBuffer.allocate(CONTROL_BYTES_MAX);
    private boolean inPayload;
    private int opcode;
    private long left;

    /// Reads all of `in`.
    ///
    /// @throws PeerFault if the server closes or breaks a rule, or if `sink` throws
    public void read(ByteBuffer in, Sink sink) throws PeerFault {
        while (in.hasRemaining()) {
            if (!inPayload) {
                header.put(in.get());
                begin();
            } else if (opcode >= CLOSE) {
                control.put(in.get());
                left--;
            } else {
                data(in, sink);
            }
            if (inPayload && left == 0) {
                end(sink);
            }
        }
    }

    private void begin() throws PeerFault {
        int here = header.position();
        int length = here < 2 ? 0 : header.get(1) & 0xFF;
        int wanted = length == 126 ? 4 : length == 127 ? 10 : 2;
        if (here < wanted) {
            return;
        }
        opcode = header.get(0) & 15;
        left = length == 126 ? header.getShort(2) & 0xFFFF : length == 127 ? header.getLong(2)
                : length;
        if (length >= MASKED || left < 0 || opcode >= CLOSE && left > CONTROL_BYTES_MAX) {
            throw new PeerFault("bad WebSocket frame");
        }
        inPayload = true;
        header.clear();
        control.clear();
    }

    private void data(ByteBuffer in, Sink sink) throws PeerFault {
        int count = (int) Math.min(left, in.remaining());
        int limit = in.limit();
        int end = in.position() + count;
        in.limit(end);
        sink.onData(in);
        in.limit(limit);
        in.position(end);
        left -= count;
    }

    private void end(Sink sink) throws PeerFault {
        inPayload = false;
        if (opcode == CLOSE) {
            throw new PeerFault("closed by the server");
        }
        if (opcode == PING) {
            // A client must mask; a mask of zeros leaves the bytes as they are.
            ByteBuffer pong = ByteBuffer.allocate(6 + control.position());
            pong.put((byte) 0x8A).put((byte) (MASKED | control.position())).putInt(0);
            pong.put(control.array(), 0, control.position()).flip();
            sink.onPing(pong);
        }
    }
}
