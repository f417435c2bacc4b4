package io.freshet.format.mp4;

import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Boxes into bytes; each box learns its size when its body has been written.
///
/// Threading: confined to one write.
///
/// Spec: ISO/IEC 14496-12:2022, 4.2
final class BoxWriter {

    private ByteBuffer out;

    /// @param expectedBytes about how long it will get; it grows beyond that
    BoxWriter(int expectedBytes) {
        out = ByteBuffer.allocate(expectedBytes);
    }

    /// A box whose body `body` writes into this writer.
    BoxWriter box(String type, Runnable body) {
        int start = out.position();
        u32(0).text(type);
        body.run();
        out.putInt(start, out.position() - start);
        return this;
    }

    /// A box with a version and flags before its body.
    BoxWriter full(String type, int version, int flags, Runnable body) {
        return box(type, () -> {
            u32(version << 24 | flags);
            body.run();
        });
    }

    BoxWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    BoxWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    BoxWriter u24(int value) {
        return u8(value >> 16).u16(value);
    }

    BoxWriter u32(long value) {
        room(4).putInt((int) value);
        return this;
    }

    BoxWriter u64(long value) {
        room(8).putLong(value);
        return this;
    }

    BoxWriter zeros(int count) {
        room(count).put(new byte[count]);
        return this;
    }

    /// ASCII without an end mark: a four-character code.
    BoxWriter text(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        room(bytes.length).put(bytes);
        return this;
    }

    BoxWriter bytes(Payload payload) {
        payload.writeTo(room(payload.length()));
        return this;
    }

    /// Where the next byte goes.
    int position() {
        return out.position();
    }

    /// Overwrites four bytes that were written before their value was known.
    void patchU32(int position, int value) {
        out.putInt(position, value);
    }

    /// All that was written; the writer must not be used again.
    Bytes finish() {
        return Bytes.wrap(out.array(), 0, out.position());
    }

    private ByteBuffer room(int count) {
        if (out.remaining() < count) {
            int capacity = Math.max(out.capacity() * 2, out.position() + count);
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), capacity)).position(out.position());
        }
        return out;
    }
}
