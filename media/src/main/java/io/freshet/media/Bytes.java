package io.freshet.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A payload in one heap array; equal when the bytes are equal.
public final class Bytes implements Payload {

    /// No bytes at all.
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// Takes `array` over: the caller must not write to it again.
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /// Takes a part of `array` over: the caller must not write to that part again.
    public static Bytes wrap(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Bytes(array, offset, length);
    }

    /// A copy of what remains in `source`, which is consumed.
    public static Bytes copyOf(ByteBuffer source) {
        byte[] copy = new byte[source.remaining()];
        source.get(copy);
        return wrap(copy);
    }

    /// The bytes that `hex` spells, two digits each; spaces are ignored.
    ///
    /// @throws IllegalArgumentException if it is not hexadecimal
    public static Bytes ofHex(String hex) {
        return wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Override
    public int length() {
        return length;
    }

    /// The byte at `index`, 0 to 255.
    public int at(int index) {
        return array[offset + Objects.checkIndex(index, length)] & 0xFF;
    }

    @Override
    public ByteBuffer[] slices() {
        return length == 0 ? new ByteBuffer[0] : new ByteBuffer[] {buffer()};
    }

    @Override
    public ByteBuffer buffer() {
        ByteBuffer whole = ByteBuffer.wrap(array).asReadOnlyBuffer();
        return length == array.length ? whole : whole.slice(offset, length);
    }

    @Override
    public Bytes slice(int from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        return new Bytes(array, offset + from, count);
    }

    @Override
    public void writeTo(ByteBuffer target) {
        target.put(array, offset, length);
    }

    @Override
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length,
                        that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /// Up to 32 bytes in hexadecimal, and how many there are.
    @Override
    public String toString() {
        String head = HexFormat.of().formatHex(array, offset, offset + Math.min(length, 32));
        return length > 32 ? head + "... (" + length + " bytes)" : head;
    }
}
