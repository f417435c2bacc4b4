package io.freshet.format.aac;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;

/// Sampling frequencies as AAC writes them: an index, or an escape and 24 bits.
///
/// Spec: ISO/IEC 14496-3:2019, 1.6.3.4
final class SampleRate {

    private static final int[] HZ = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8_000, 7_350
    };
    private static final int ESCAPE = 15;
    /// Nothing records above it; a rate beyond would make one frame shorter than 6 ms.
    private static final int MAX_HZ = 192_000;
    /// One frame of 1024 samples would last a second: not audio.
    private static final int MIN_HZ = 1_024;

    private SampleRate() {
    }

    static int read(BitReader bits) throws MalformedMediaException {
        int index = bits.bits(4);
        if (index != ESCAPE) {
            return ofIndex(index, bits);
        }
        int hz = bits.bits(24);
        if (hz < MIN_HZ || hz > MAX_HZ) {
            throw bits.malformed("has a sampling frequency of " + hz + " Hz");
        }
        return hz;
    }

    /// Where no escape is allowed: in ADTS.
    static int readIndexed(BitReader bits) throws MalformedMediaException {
        return ofIndex(bits.bits(4), bits);
    }

    static void write(int hz, BitWriter bits) {
        int index = index(hz);
        if (index >= 0) {
            bits.write(index, 4);
        } else {
            bits.write(ESCAPE, 4).write(hz, 24);
        }
    }

    private static int ofIndex(int index, BitReader bits) throws MalformedMediaException {
        if (index >= HZ.length) {
            throw bits.malformed("has the reserved sampling frequency index " + index);
        }
        return HZ[index];
    }

    /// Its place in the table, -1 if it has none.
    static int index(int hz) {
        for (int i = 0; i < HZ.length; i++) {
            if (HZ[i] == hz) {
                return i;
            }
        }
        return -1;
    }
}
