package io.freshet.tools.wire;

import java.nio.ByteBuffer;

/// The first bytes of a message: left where they are if the message came in one read, else copied.
///
/// Threading: confined to its scanner.
final class Head {

    /// Enough for an enhanced video header, a NAL unit's length and the clock of a publisher.
    static final int BYTES_MAX = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBuffer kept = ByteBuffer.allocate(BYTES_MAX);
    private ByteBuffer source = NOTHING;
    private int at;
    private int count;

    void begin() {
        source = NOTHING;
        count = 0;
    }

    /// Looks at the next `length` bytes of the message, which are at the position of `in`.
    ///
    /// @param last whether the message ends with them
    void take(ByteBuffer in, int length, boolean last) {
        int useful = Math.min(length, BYTES_MAX - count);
        if (count == 0 && last) {
            source = in;
            at = in.position();
        } else if (useful > 0) {
            kept.put(count, in, in.position(), useful);
            source = kept;
            at = 0;
        }
        count += useful;
    }

    int count() {
        return count;
    }

    int at(int index) {
        return source.get(at + index) & 0xFF;
    }
}
