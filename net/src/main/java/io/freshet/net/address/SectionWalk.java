package io.freshet.net.address;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads values of one section of a database in MaxMind's format, as many as a bound allows.
///
///     control byte  TTTSSSSS   type (0: the next byte is type - 7), size
///     size 29, 30, 31          29 + 1 byte, 285 + 2 bytes, 65 821 + 3 bytes
///     pointer       001SSVVV   S + 1 bytes more; counted from the section's begin
///
/// Nothing is read twice by a circle: a pointer must lead to what is none, values inside are
/// counted and not descended into, and each value costs a step.
///
/// Spec: MaxMind DB File Format 2.0, Output Data Section
///
/// Threading: confined to one look-up.
final class SectionWalk {

    /// A city with its names in eight languages has some 200 values.
    static final int STEPS_MAX = 10_000;
    private static final int POINTER = 1;
    private static final int TEXT = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;
    private static final int BOOLEAN = 14;
    private static final int FLOAT = 15;
    /// The next byte tells the type, and these are before it.
    private static final int EXTENDED = 7;
    /// What pointers of each length cannot say shorter.
    private static final int[] POINTER_FROM = {0, 2048, 526_336, 0};

    private final byte[] bytes;
    private final int begin;
    private final int end;
    private int steps;

    // Of the value that was read last:
    private int type;
    /// Bytes, members, or the target of a pointer from the section's begin.
    private long size;
    private int at;

    /// @param begin of the section
    /// @param end   of it, exclusive
    SectionWalk(byte[] bytes, int begin, int end) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
    }

    /// How many values were read.
    int steps() {
        return steps;
    }

    /// Where a member of a map is.
    ///
    /// @param position of the map, or of a pointer to it
    /// @return -1 if it has none of that name
    int member(int position, byte[] name) throws BadLocationDatabase {
        follow(position);
        expect(type == MAP, "a map");
        long count = size;
        int key = at;
        for (long i = 0; i < count; i++) {
            boolean found = isText(key, name);
            int value = skip(key);
            if (found) {
                return value;
            }
            key = skip(value);
        }
        return -1;
    }

    /// Where the first member of a list is.
    ///
    /// @return -1 if it has none
    int first(int position) throws BadLocationDatabase {
        follow(position);
        expect(type == ARRAY, "a list");
        return size == 0 ? -1 : at;
    }

    /// A short text, such as a code.
    ///
    /// @return empty if it is longer than `charsMax` or has other than letters, digits, `-` and `_`
    String word(int position, int charsMax) throws BadLocationDatabase {
        follow(position);
        expect(type == TEXT, "a text");
        if (size > charsMax) {
            return "";
        }
        for (int i = at; i < at + (int) size; i++) {
            boolean plain = bytes[i] >= 'A' && bytes[i] <= 'Z' || bytes[i] >= 'a' && bytes[i] <= 'z'
                    || bytes[i] >= '0' && bytes[i] <= '9' || bytes[i] == '-' || bytes[i] == '_';
            if (!plain) {
                return "";
            }
        }
        return new String(bytes, at, (int) size, StandardCharsets.US_ASCII);
    }

    /// A whole number.
    long number(int position) throws BadLocationDatabase {
        follow(position);
        expect((type == UINT16 || type == UINT32 || type == UINT64) && size <= 8, "a number");
        return unsigned(at, (int) size);
    }

    private boolean isText(int position, byte[] name) throws BadLocationDatabase {
        follow(position);
        expect(type == TEXT, "a text");
        return size == name.length && Arrays.equals(bytes, at, at + (int) size, name, 0,
                name.length);
    }

    /// Where what follows a value begins; pointers in it are not followed.
    private int skip(int position) throws BadLocationDatabase {
        int next = position;
        // At most 2^24 members a step, and 10 000 steps: no overflow.
        for (long left = 1; left > 0; left--) {
            read(next);
            next = at;
            switch (type) {
                case MAP -> left += 2 * size;
                case ARRAY -> left += size;
                case POINTER, BOOLEAN -> { }
                default -> next += (int) size;
            }
        }
        return next;
    }

    /// Reads a value, the one that a pointer names if it is one.
    private void follow(int position) throws BadLocationDatabase {
        read(position);
        if (type == POINTER) {
            expect(size < end - begin, "a pointer into the data");
            read(begin + (int) size);
            expect(type != POINTER, "other than a pointer to a pointer");
        }
    }

    private void read(int position) throws BadLocationDatabase {
        steps++;
        expect(steps <= STEPS_MAX, "an end");
        at = position;
        int control = take();
        type = control >> 5;
        size = control & 0x1F;
        if (type == POINTER) {
            int more = ((int) size >> 3) + 1;
            long high = more == 4 ? 0 : (size & 7) << 8 * more;
            size = high + rest(more) + POINTER_FROM[more - 1];
            return;
        }
        if (type == 0) {
            type = take() + EXTENDED;
            expect(type > EXTENDED && type <= FLOAT, "a known type");
        }
        size = switch ((int) size) {
            case 29 -> 29 + rest(1);
            case 30 -> 285 + rest(2);
            case 31 -> 65_821 + rest(3);
            default -> size;
        };
        expect(type == MAP || type == ARRAY || type == BOOLEAN || size <= end - at,
                "all of a value");
    }

    private int take() throws BadLocationDatabase {
        expect(at >= begin && at < end, "a value");
        return bytes[at++] & 0xFF;
    }

    private long rest(int length) throws BadLocationDatabase {
        expect(length <= end - at, "all of a size");
        at += length;
        return unsigned(at - length, length);
    }

    private long unsigned(int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    private void expect(boolean good, String what) throws BadLocationDatabase {
        if (!good) {
            throw new BadLocationDatabase("there is not " + what + " at byte " + at);
        }
    }
}
