package io.freshet.format.aac;

import io.freshet.format.bits.BitReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;

/// A program_config_element: which channels there are when no channel configuration says it.
///
/// Its elements are kept as they came; only the channels are counted.
///
/// @param bits     everything before the byte alignment, filled with zeros at the end
/// @param bitCount how many of `bits` count, 0 if there is no such element
/// @param comment  the comment field, at most 255 bytes
/// @param channels 1 to 93, 0 if there is no such element
///
/// Spec: ISO/IEC 14496-3:2019, 4.4.1.1
public record ProgramConfig(Bytes bits, int bitCount, Bytes comment, int channels) {

    /// There is none: the channel configuration says it all.
    public static final ProgramConfig NONE = new ProgramConfig(Bytes.EMPTY, 0, Bytes.EMPTY, 0);

    /// Reads the element; its alignment counts from where `bits` began.
    static ProgramConfig parse(BitReader bits) throws MalformedMediaException {
        BitWriter copy = new BitWriter();
        int begin = bits.bitsRead();
        carry(bits, copy, 4 + 2 + 4); // element_instance_tag, object_type, index of the rate
        int front = carry(bits, copy, 4);
        int side = carry(bits, copy, 4);
        int back = carry(bits, copy, 4);
        int lowFrequency = carry(bits, copy, 2);
        int associated = carry(bits, copy, 3);
        int coupled = carry(bits, copy, 4);
        for (int mixdownBits : new int[] {4, 4, 3}) { // mono, stereo, matrix
            if (carry(bits, copy, 1) == 1) {
                carry(bits, copy, mixdownBits);
            }
        }
        int channels = lowFrequency;
        for (int i = front + side + back; i > 0; i--) {
            boolean pair = carry(bits, copy, 1) == 1;
            channels += pair ? 2 : 1;
            carry(bits, copy, 4);
        }
        for (int i = lowFrequency + associated; i > 0; i--) {
            carry(bits, copy, 4);
        }
        for (int i = coupled; i > 0; i--) {
            carry(bits, copy, 5);
        }
        if (channels == 0) {
            throw bits.malformed("has a program config element without a channel");
        }
        int bitCount = bits.bitsRead() - begin;
        bits.alignToByte();
        byte[] comment = new byte[bits.bits(8)];
        for (int i = 0; i < comment.length; i++) {
            comment[i] = (byte) bits.bits(8);
        }
        return new ProgramConfig(copy.finish(), bitCount, Bytes.wrap(comment), channels);
    }

    void write(BitWriter target) {
        for (int i = 0; i < bitCount; i++) {
            target.write(bits.at(i >> 3) >> 7 - (i & 7), 1);
        }
        target.align().write(comment.length(), 8);
        for (int i = 0; i < comment.length(); i++) {
            target.write(comment.at(i), 8);
        }
    }

    private static int carry(BitReader bits, BitWriter copy, int count)
            throws MalformedMediaException {
        int value = bits.bits(count);
        copy.write(value, count);
        return value;
    }
}
