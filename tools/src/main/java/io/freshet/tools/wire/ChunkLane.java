package io.freshet.tools.wire;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;

/// One chunk stream: what its last header said, and the message that is coming.
///
/// Threading: confined to its [ChunkScanner].
final class ChunkLane {

    /// Stands for none.
    static final ChunkLane NONE = new ChunkLane(-1);
    private static final byte[] NOTHING = new byte[0];

    final int id;
    final Head head = new Head();
    int type;
    int bytes;
    int timestampMs;
    int deltaMs;
    boolean extended;
    boolean open;
    int left;
    private byte[] body = NOTHING;

    ChunkLane(int id) {
        this.id = id;
    }

    boolean isMedia() {
        return type == 8 || type == 9 || type == 18;
    }

    void begin() {
        open = true;
        left = bytes;
        head.begin();
        body = isMedia() || bytes == 0 ? NOTHING : new byte[bytes];
    }

    /// Takes, or passes over, the next `count` bytes.
    void take(ByteBuffer in, int count) {
        if (isMedia()) {
            head.take(in, count, count == left);
        } else {
            in.get(in.position(), body, bytes - left, count);
        }
        in.position(in.position() + count);
        left -= count;
    }

    /// The body of a message that is not media.
    Bytes body() {
        return Bytes.wrap(body);
    }
}
