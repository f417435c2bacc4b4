package io.freshet.format.bits;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// Reads bits, most significant first, and exponential-Golomb codes.
///
/// Borrows the buffer and leaves its position alone.
///
/// Threading: confined to the caller.
///
/// Spec: ISO/IEC 14496-10:2022, 7.3.1 and 9.1
public final class BitReader {

    /// 31 leading zeros make the largest code that a 32-bit field can need.
    private static final int MAX_LEADING_ZEROS = 31;

    private final String what;
    private final ByteBuffer source;
    private final boolean escaped;
    private int next;
    private int current;
    private int bitsInCurrent;
    private int zeroBytes;

    private BitReader(String what, ByteBuffer source, boolean escaped) {
        this.what = what;
        this.source = source;
        this.escaped = escaped;
        this.next = source.position();
    }

    /// All bytes as they are.
    ///
    /// @param what the structure, for messages
    public static BitReader of(String what, ByteBuffer source) {
        return new BitReader(what, source, false);
    }

    /// A NAL unit: the byte 3 after two zero bytes is skipped.
    ///
    /// @param what the structure, for messages
    public static BitReader ofNal(String what, ByteBuffer nal) {
        return new BitReader(what, nal, true);
    }

    /// The next bit.
    public boolean flag() throws MalformedMediaException {
        if (bitsInCurrent == 0) {
            nextByte();
        }
        bitsInCurrent--;
        return (current >> bitsInCurrent & 1) != 0;
    }

    /// The next `count` bits, 0 to 31 of them.
    public int bits(int count) throws MalformedMediaException {
        if (count < 0 || count > 31) {
            throw new IllegalArgumentException(count + " bits do not fit an int");
        }
        return (int) read(count);
    }

    /// The next 32 bits.
    public long unsigned32() throws MalformedMediaException {
        return read(32);
    }

    /// Passes over `count` bits.
    public void skip(int count) throws MalformedMediaException {
        for (int left = count; left > 0; left -= 32) {
            read(Math.min(left, 32));
        }
    }

    /// An unsigned exponential-Golomb code from 0 to `max`.
    ///
    /// @param field its name in the specification, for messages
    public int ue(String field, int max) throws MalformedMediaException {
        long value = golomb();
        if (value > max) {
            throw malformed(field + " is " + value + ", at most " + max);
        }
        return (int) value;
    }

    /// A signed exponential-Golomb code from -`bound` to `bound`.
    ///
    /// @param field its name in the specification, for messages
    public int se(String field, int bound) throws MalformedMediaException {
        long code = golomb();
        long value = (code & 1) != 0 ? (code + 1) / 2 : -code / 2;
        if (Math.abs(value) > bound) {
            throw malformed(field + " is " + value + ", at most " + bound + " either way");
        }
        return (int) value;
    }

    /// Passes over `count` exponential-Golomb codes, signed or not.
    public void skipGolomb(int count) throws MalformedMediaException {
        for (int i = 0; i < count; i++) {
            golomb();
        }
    }

    /// Passes over what is left of the current byte.
    public void alignToByte() {
        bitsInCurrent = 0;
    }

    /// How many bytes have been begun, emulation prevention included.
    public int bytesRead() {
        return next - source.position();
    }

    /// How many bits have been read, emulation prevention included.
    public int bitsRead() {
        return bytesRead() * 8 - bitsInCurrent;
    }

    /// How many bits are left, emulation prevention included.
    public int bitsLeft() {
        return (source.limit() - next) * 8 + bitsInCurrent;
    }

    /// The failure of this structure at the current byte.
    public MalformedMediaException malformed(String problem) {
        return new MalformedMediaException(what + ": " + problem, bytesRead());
    }

    private long golomb() throws MalformedMediaException {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > MAX_LEADING_ZEROS) {
                throw malformed("an exponential-Golomb code of more than 63 bits");
            }
        }
        return (1L << zeros) - 1 + read(zeros);
    }

    private long read(int count) throws MalformedMediaException {
        long value = 0;
        int left = count;
        while (left > 0) {
            if (bitsInCurrent == 0) {
                nextByte();
            }
            int taken = Math.min(left, bitsInCurrent);
            bitsInCurrent -= taken;
            value = value << taken | current >> bitsInCurrent & (1 << taken) - 1;
            left -= taken;
        }
        return value;
    }

    private void nextByte() throws MalformedMediaException {
        int value = rawByte();
        if (escaped) {
            if (zeroBytes >= 2 && value == 3) {
                zeroBytes = 0;
                value = rawByte();
            }
            zeroBytes = value == 0 ? zeroBytes + 1 : 0;
        }
        current = value;
        bitsInCurrent = 8;
    }

    private int rawByte() throws MalformedMediaException {
        if (next >= source.limit()) {
            throw malformed("ends early");
        }
        return source.get(next++) & 0xFF;
    }
}
