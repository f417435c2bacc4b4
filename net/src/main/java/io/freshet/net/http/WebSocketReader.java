package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Reads the frames of a client that is only meant to listen: answers pings and the close frame,
/// throws data away, within bounds.
///
/// Spec: RFC 6455, 5.
///
/// Threading: confined to the connection's loop.
final class WebSocketReader {
    /// Players send a few words at most; what is longer is not for us.
    private static final long DATA_BYTES_MAX = 64 << 10;
    private static final int CONTROL_BYTES_MAX = 125;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /// What a read led to.
    sealed interface Outcome {}

    /// Nothing to answer.
    record Quiet() implements Outcome {}

    /// Whole frames to send.
    record Reply(ByteBuffer frames) implements Outcome {}

    /// Send a close frame with this code and close.
    record Goodbye(int code, CloseCause cause) implements Outcome {}

    private final byte[] header = new byte[14];
    private final byte[] control = new byte[CONTROL_BYTES_MAX];
    private int headerRead;
    private int headerSize = 2;
    private long payloadLeft;
    private int controlRead;

    Outcome read(ByteBuf bytes) {
        ByteArrayOutputStream answers = new ByteArrayOutputStream(0);
        while (bytes.isReadable()) {
            if (headerRead < headerSize) {
                header[headerRead++] = bytes.readByte();
                if (headerRead == 2) {
                    int error = checkStart();
                    if (error != 0) {
                        return new Goodbye(error, CloseCause.PROTOCOL);
                    }
                }
                if (headerRead < headerSize) {
                    continue;
                }
                if (!takeLength()) {
                    return new Goodbye(1009, CloseCause.PROTOCOL);
                }
            } else {
                payload(bytes);
            }
            if (payloadLeft == 0) {
                Outcome ended = frameEnded(answers);
                if (ended instanceof Goodbye) {
                    return ended;
                }
            }
        }
        return answers.size() == 0 ? new Quiet()
                : new Reply(ByteBuffer.wrap(answers.toByteArray()));
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isControl() {
        return (header[0] & 0x08) != 0;
    }

    /// The close code that the first two bytes deserve, or 0.
    private int checkStart() {
        boolean masked = (header[1] & 0x80) != 0;
        boolean reserved = (header[0] & 0x70) != 0;
        int opcode = opcode();
        boolean known = opcode <= 2 || opcode >= CLOSE && opcode <= PONG;
        int length = header[1] & 0x7F;
        boolean whole = (header[0] & 0x80) != 0;
        if (!masked || reserved || !known
                || isControl() && (length > CONTROL_BYTES_MAX || !whole)) {
            return 1002;
        }
        headerSize = 6 + (length == 126 ? 2 : length == 127 ? 8 : 0);
        return 0;
    }

    private boolean takeLength() {
        int length = header[1] & 0x7F;
        payloadLeft = length;
        if (length >= 126) {
            payloadLeft = 0;
            for (int i = 2; i < headerSize - 4; i++) {
                payloadLeft = payloadLeft << 8 | header[i] & 0xFF;
            }
        }
        controlRead = 0;
        return payloadLeft >= 0 && payloadLeft <= DATA_BYTES_MAX;
    }

    private void payload(ByteBuf bytes) {
        int count = (int) Math.min(payloadLeft, bytes.readableBytes());
        if (isControl()) {
            bytes.readBytes(control, controlRead, count);
            for (int i = 0; i < count; i++) {
                int at = controlRead + i;
                control[at] ^= header[headerSize - 4 + (at & 3)];
            }
            controlRead += count;
        } else {
            bytes.skipBytes(count);
        }
        payloadLeft -= count;
    }

    private Outcome frameEnded(ByteArrayOutputStream answers) {
        headerRead = 0;
        headerSize = 2;
        if (opcode() == CLOSE) {
            return new Goodbye(controlRead >= 2 ? closeCode() : 1000, CloseCause.PEER);
        }
        // One answer for a whole read is enough: the latest ping; 5.5.3.
        if (opcode() == PING) {
            answers.reset();
            answers.write(0x80 | PONG);
            answers.write(controlRead);
            answers.write(control, 0, controlRead);
        }
        return new Quiet();
    }

    /// The code to send back; one that must not be on the wire is answered with a protocol error.
    private int closeCode() {
        int code = (control[0] & 0xFF) << 8 | control[1] & 0xFF;
        boolean valid = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)
                || code >= 3000 && code <= 4999;
        return valid ? code : 1002;
    }
}
