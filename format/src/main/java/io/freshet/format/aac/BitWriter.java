package io.freshet.format.aac;

import io.freshet.media.Bytes;
import java.io.ByteArrayOutputStream;

/// Bits into bytes, the most significant first.
///
/// Threading: confined to one write.
final class BitWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int pendingBits;

    /// Appends the lowest `count` bits of `value`, 0 to 31 of them.
    BitWriter write(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            pending = pending << 1 | value >> i & 1;
            if (++pendingBits == 8) {
                bytes.write(pending);
                pending = 0;
                pendingBits = 0;
            }
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return write(value ? 1 : 0, 1);
    }

    /// Fills the last byte with zeros.
    BitWriter align() {
        return pendingBits == 0 ? this : write(0, 8 - pendingBits);
    }

    /// All bytes, the last one filled with zeros.
    Bytes finish() {
        align();
        return Bytes.wrap(bytes.toByteArray());
    }
}
