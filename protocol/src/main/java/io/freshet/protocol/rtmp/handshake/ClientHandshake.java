package io.freshet.protocol.rtmp.handshake;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.handshake.Digests.Schema;
import io.freshet.protocol.rtmp.handshake.Digests.Side;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The client's half of the handshake: gives C0 and C1, takes S0, S1 and S2, gives C2.
///
/// Holds at most 3073 bytes. A server that ignores our digest is answered in the simple way.
///
/// Threading: confined to the session.
///
/// Spec: Adobe RTMP 1.0, 5.2.
public final class ClientHandshake {

    /// Which dialect we begin with.
    public enum Dialect {
        /// As in the specification: every server takes it.
        SIMPLE,
        /// A digest in the first half of C1, as Flash Player 9 and FFmpeg.
        DIGEST_FIRST,
        /// A digest in the second half of C1, as Flash Player 10.1.
        DIGEST_SECOND
    }

    private static final int VERSION = 3;
    private static final int REPLY_BYTES = 1 + 2 * Digests.BLOCK_BYTES;

    private final RandomGenerator random;
    private final Dialect dialect;
    private final byte[] c1 = new byte[Digests.BLOCK_BYTES];
    private final byte[] reply = new byte[REPLY_BYTES];
    private int received;

    /// @param random  fills C1 and C2; need not be secure
    /// @param dialect which dialect we begin with
    public ClientHandshake(RandomGenerator random, Dialect dialect) {
        this.random = random;
        this.dialect = dialect;
    }

    /// C0 and C1, to be sent first.
    public Bytes open() {
        random.nextBytes(c1);
        ByteBuffer.wrap(c1).putInt(0).putInt(0);
        schema().ifPresent(schema -> {
            // 9.0.124.2, what most clients call themselves.
            ByteBuffer.wrap(c1).putInt(4, 0x09_00_7C_02);
            Digests.sign(c1, schema, Side.CLIENT);
        });
        ByteBuffer out = ByteBuffer.allocate(1 + c1.length);
        out.put((byte) VERSION).put(c1);
        return Bytes.wrap(out.array());
    }

    /// Reads at most up to the end of S2; what follows stays in `in`.
    ///
    /// @return C2, to be sent, when S2 is complete
    /// @throws ProtocolViolation if the server does not speak plain RTMP
    public Optional<Bytes> receive(ByteBuffer in) throws ProtocolViolation {
        if (isDone()) {
            return Optional.empty();
        }
        int count = Math.min(REPLY_BYTES - received, in.remaining());
        in.get(reply, received, count);
        received += count;
        if (received > 0 && reply[0] != VERSION) {
            throw new ProtocolViolation("RTMP version " + (reply[0] & 0xFF) + " instead of 3");
        }
        return isDone() ? Optional.of(c2()) : Optional.empty();
    }

    /// Whether S2 has been read to its end.
    public boolean isDone() {
        return received == REPLY_BYTES;
    }

    private Bytes c2() {
        byte[] s1 = Arrays.copyOfRange(reply, 1, 1 + Digests.BLOCK_BYTES);
        byte[] s2 = Arrays.copyOfRange(reply, 1 + Digests.BLOCK_BYTES, REPLY_BYTES);
        Optional<Schema> schema = schema();
        boolean signed = schema.isPresent() && Digests.isSigned(s1, schema.get(), Side.SERVER)
                && Digests.isAnswered(s2, c1, schema.get(), Side.SERVER);
        if (!signed) {
            return Bytes.wrap(s1);
        }
        byte[] c2 = new byte[Digests.BLOCK_BYTES];
        random.nextBytes(c2);
        Digests.answer(c2, s1, schema.get(), Side.CLIENT);
        return Bytes.wrap(c2);
    }

    private Optional<Schema> schema() {
        return switch (dialect) {
            case SIMPLE -> Optional.empty();
            case DIGEST_FIRST -> Optional.of(Schema.FIRST);
            case DIGEST_SECOND -> Optional.of(Schema.SECOND);
        };
    }
}
