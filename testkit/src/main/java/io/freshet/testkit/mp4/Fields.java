package io.freshet.testkit.mp4;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads the fields of one box; running out of bytes is the file's fault.
///
/// Threading: confined to one read.
public final class Fields {

    private final String type;
    private final ByteBuffer body;

    Fields(String type, ByteBuffer body) {
        this.type = type;
        this.body = body;
    }

    public int u8() throws MalformedMediaException {
        return need(1).get() & 0xFF;
    }

    public int u16() throws MalformedMediaException {
        return need(2).getShort() & 0xFFFF;
    }

    public int i32() throws MalformedMediaException {
        return need(4).getInt();
    }

    public long u32() throws MalformedMediaException {
        return i32() & 0xFFFF_FFFFL;
    }

    public long i64() throws MalformedMediaException {
        return need(8).getLong();
    }

    /// Four characters.
    public String code() throws MalformedMediaException {
        byte[] code = new byte[4];
        need(4).get(code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    public Fields skip(int count) throws MalformedMediaException {
        need(count).position(body.position() + count);
        return this;
    }

    /// How many bytes are left.
    public int remaining() {
        return body.remaining();
    }

    private ByteBuffer need(int count) throws MalformedMediaException {
        if (body.remaining() < count) {
            throw new MalformedMediaException("mp4 box " + type + " ends too early",
                    body.position());
        }
        return body;
    }
}
