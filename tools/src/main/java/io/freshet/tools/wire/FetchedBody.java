package io.freshet.tools.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The body of an answer: gathered if somebody wants it, else only counted.
///
/// Threading: confined to a loop.
public final class FetchedBody {

    /// Two thousand segments with five parts each.
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private byte[] body = new byte[0];
    private boolean kept;
    private long length;

    /// A new one begins.
    public void begin(boolean wanted) {
        kept = wanted;
        length = 0;
    }

    /// Reads all of `range`.
    ///
    /// @throws PeerFault if it is wanted and longer than any playlist
    public void take(ByteBuffer range) throws PeerFault {
        int count = range.remaining();
        if (!kept) {
            range.position(range.limit());
            length += count;
            return;
        }
        if (length + count > KEPT_BYTES_MAX) {
            throw new PeerFault("playlist too long");
        }
        if (length + count > body.length) {
            body = Arrays.copyOf(body, (int) Math.max(2L * body.length, length + count));
        }
        range.get(body, (int) length, count);
        length += count;
    }

    /// How long it is so far.
    public long length() {
        return length;
    }

    /// What was gathered; valid until the next one begins.
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(body, 0, kept ? (int) length : 0);
    }
}
