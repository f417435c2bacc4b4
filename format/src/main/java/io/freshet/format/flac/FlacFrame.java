package io.freshet.format.flac;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// What the first bytes of a FLAC frame say about how long it lasts.
///
/// ```
/// 111111111111100 V SSSS RRRR CCCC BBB 0    sync, strategy, block size, rate, channels, bits
/// 1 to 7 bytes of frame or sample number    in the manner of UTF-8
/// 1 or 2 bytes of block size - 1            if SSSS is 6 or 7
/// ```
///
/// Spec: RFC 9639, 9.1
final class FlacFrame {

    private FlacFrame() {
    }

    /// Its duration in ticks of the sampling rate; `frame` is not consumed.
    static int durationTicks(ByteBuffer frame) throws MalformedMediaException {
        ByteBuffer in = frame.slice();
        if (in.remaining() < 5 || in.getShort() >> 1 != (short) 0xFFF8 >> 1) {
            throw new MalformedMediaException("FLAC frame does not begin with a sync word", 0);
        }
        int size = in.get() >> 4 & 15;
        if (size == 0) {
            throw new MalformedMediaException("FLAC frame has a reserved block size", 2);
        }
        if (size == 1) {
            return 192;
        }
        if (size < 6) {
            return 144 << size;
        }
        if (size >= 8) {
            return 1 << size;
        }
        // The number's first byte has as many leading ones as it has bytes; none if it is alone.
        int first = in.get(4) & 0xFF;
        int at = 4 + Math.max(Integer.numberOfLeadingZeros(~(first << 24)), 1);
        if (at + size - 5 > in.limit()) {
            throw new MalformedMediaException("FLAC frame ends inside its header", in.limit());
        }
        return 1 + (size == 6 ? in.get(at) & 0xFF : in.getShort(at) & 0xFFFF);
    }
}
