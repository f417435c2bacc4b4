package io.freshet.protocol.rtmp.handshake;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.handshake.Digests.Schema;
import io.freshet.protocol.rtmp.handshake.Digests.Side;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The server's half of the handshake: takes C0, C1 and C2, gives S0, S1 and S2 once.
///
///     state       reads        gives
///     WANTS_C0C1  1537 bytes   S0 S1 S2 in one piece
///     WANTS_C2    1536 bytes   nothing; what C2 says is not looked at
///     DONE        nothing
///
/// A client that hides a digest in C1 gets digests in S1 and S2, any other gets its C1 back as S2.
/// Holds at most 1537 bytes.
///
/// Threading: confined to the session.
///
/// Spec: Adobe RTMP 1.0, 5.2.
public final class ServerHandshake {

    private static final int VERSION = 3;
    private static final int C0_C1_BYTES = 1 + Digests.BLOCK_BYTES;

    private final RandomGenerator random;
    private final byte[] c0c1 = new byte[C0_C1_BYTES];
    private int received;

    /// @param random fills S1; need not be secure
    public ServerHandshake(RandomGenerator random) {
        this.random = random;
    }

    /// Reads at most up to the end of the handshake; what follows stays in `in`.
    ///
    /// @return what to send, when there is something
    /// @throws ProtocolViolation if the peer does not speak plain RTMP
    public Optional<Bytes> receive(ByteBuffer in) throws ProtocolViolation {
        Optional<Bytes> reply = Optional.empty();
        if (received < C0_C1_BYTES) {
            int count = Math.min(C0_C1_BYTES - received, in.remaining());
            in.get(c0c1, received, count);
            received += count;
            if (received > 0 && c0c1[0] != VERSION) {
                throw new ProtocolViolation(notRtmp(c0c1[0] & 0xFF));
            }
            if (received == C0_C1_BYTES) {
                reply = Optional.of(s0s1s2());
            }
        }
        if (received >= C0_C1_BYTES) {
            int count = Math.min(C0_C1_BYTES + Digests.BLOCK_BYTES - received, in.remaining());
            in.position(in.position() + count);
            received += count;
        }
        return reply;
    }

    /// Whether C2 has been read to its end.
    public boolean isDone() {
        return received == C0_C1_BYTES + Digests.BLOCK_BYTES;
    }

    private static String notRtmp(int version) {
        return switch (version) {
            case 6, 8 -> "RTMPE is not supported, RTMPS is";
            case 0x16 -> "TLS on the port for plain RTMP";
            case 'G', 'P', 'H', 'O' -> "HTTP on the port for RTMP";
            default -> "RTMP version " + version + " instead of 3";
        };
    }

    private Bytes s0s1s2() {
        byte[] c1 = new byte[Digests.BLOCK_BYTES];
        System.arraycopy(c0c1, 1, c1, 0, c1.length);
        byte[] s1 = new byte[Digests.BLOCK_BYTES];
        random.nextBytes(s1);
        ByteBuffer.wrap(s1).putInt(0).putInt(0);
        // S2 is C1 as it came: librtmp and FFmpeg compare it byte by byte.
        byte[] s2 = c1;
        Optional<Schema> schema = schemaOf(c1);
        if (schema.isPresent()) {
            // Below 3.0.0.1 Flash Player and FFmpeg do not look for a digest.
            ByteBuffer.wrap(s1).putInt(4, 0x04_05_00_01);
            Digests.sign(s1, schema.get(), Side.SERVER);
            s2 = new byte[Digests.BLOCK_BYTES];
            random.nextBytes(s2);
            Digests.answer(s2, c1, schema.get(), Side.SERVER);
        }
        ByteBuffer reply = ByteBuffer.allocate(C0_C1_BYTES + Digests.BLOCK_BYTES);
        reply.put((byte) VERSION).put(s1).put(s2);
        return Bytes.wrap(reply.array());
    }

    private static Optional<Schema> schemaOf(byte[] c1) {
        if (ByteBuffer.wrap(c1).getInt(4) == 0) {
            return Optional.empty();
        }
        for (Schema schema : Schema.values()) {
            if (Digests.isSigned(c1, schema, Side.CLIENT)) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }
}
