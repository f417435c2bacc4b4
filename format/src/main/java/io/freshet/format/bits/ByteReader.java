package io.freshet.format.bits;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// Reads big-endian bytes of a configuration record; consumes the buffer that it was given.
///
/// Threading: confined to the caller.
public final class ByteReader {

    private final String what;
    private final ByteBuffer source;
    private final int start;

    /// @param what   the structure, for messages
    /// @param source consumed as far as read
    public ByteReader(String what, ByteBuffer source) {
        this.what = what;
        this.source = source;
        this.start = source.position();
    }

    /// How many bytes are left.
    public int remaining() {
        return source.remaining();
    }

    /// The next byte, 0 to 255.
    public int u8() throws MalformedMediaException {
        need(1);
        return source.get() & 0xFF;
    }

    /// The next two bytes, 0 to 65 535.
    public int u16() throws MalformedMediaException {
        return u8() << 8 | u8();
    }

    /// The next four bytes.
    public long u32() throws MalformedMediaException {
        return (long) u16() << 16 | u16();
    }

    /// A copy of the next `count` bytes.
    public Bytes bytes(int count) throws MalformedMediaException {
        need(count);
        byte[] copy = new byte[count];
        source.get(copy);
        return Bytes.wrap(copy);
    }

    /// The failure of this structure at the current byte.
    public MalformedMediaException malformed(String problem) {
        return new MalformedMediaException(what + ": " + problem, source.position() - start);
    }

    private void need(int count) throws MalformedMediaException {
        if (source.remaining() < count) {
            throw malformed("ends early");
        }
    }
}
