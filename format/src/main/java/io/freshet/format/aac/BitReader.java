package io.freshet.format.aac;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// Bits of a buffer, the most significant first; never past its end.
///
/// Threading: confined to one parse.
final class BitReader {

    private final String structure;
    private final ByteBuffer bytes;
    private final int start;
    private int position;

    /// Reads what remains in `bytes`, which is not consumed; `structure` names it in failures.
    BitReader(String structure, ByteBuffer bytes) {
        this.structure = structure;
        this.bytes = bytes;
        this.start = bytes.position();
    }

    /// The next `count` bits, 0 to 31 of them.
    int read(int count) throws MalformedMediaException {
        if (count > remaining()) {
            throw malformed("ends too early");
        }
        int value = 0;
        for (int i = 0; i < count; i++, position++) {
            int octet = bytes.get(start + (position >> 3));
            value = value << 1 | octet >> 7 - (position & 7) & 1;
        }
        return value;
    }

    boolean flag() throws MalformedMediaException {
        return read(1) == 1;
    }

    /// Goes on at the next whole byte, counted from where this reader began.
    void align() {
        position = position + 7 & ~7;
    }

    /// How many bits were read.
    int position() {
        return position;
    }

    /// How many bits are left.
    int remaining() {
        return (bytes.limit() - start) * 8 - position;
    }

    MalformedMediaException malformed(String what) {
        return new MalformedMediaException(structure + ' ' + what, position >> 3);
    }
}
