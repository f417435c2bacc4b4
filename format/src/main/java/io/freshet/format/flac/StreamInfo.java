package io.freshet.format.flac;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// The marker `fLaC` and the block behind it that every FLAC stream begins with.
///
/// @param block         the 34 bytes of the block as they came, without its header
/// @param minBlockTicks fewest samples in a frame but the last, 16 to 65 535
/// @param maxBlockTicks most samples in a frame
/// @param sampleRateHz  1 to 2^20 - 1
/// @param channels      1 to 8
///
/// Spec: RFC 9639, 8.1 and 8.2
public record StreamInfo(Bytes block, int minBlockTicks, int maxBlockTicks, int sampleRateHz,
        int channels) {

    /// Bytes of the block without its header.
    public static final int BLOCK_BYTES = 34;

    private static final int MARKER = 0x664C6143; // fLaC
    /// The block's header: the last of the metadata, type 0, and its length.
    private static final int LAST_STREAMINFO = 0x80 << 24 | BLOCK_BYTES;

    /// Reads all that remains in `bytes`; further metadata blocks are ignored.
    public static StreamInfo parse(ByteBuffer bytes) throws MalformedMediaException {
        if (bytes.remaining() < 8 + BLOCK_BYTES) {
            throw new MalformedMediaException("FLAC STREAMINFO ends too early", bytes.remaining());
        }
        if (bytes.getInt() != MARKER) {
            throw new MalformedMediaException("FLAC does not begin with fLaC", 0);
        }
        if ((bytes.getInt() & 0x7FFF_FFFF) != BLOCK_BYTES) {
            throw new MalformedMediaException("FLAC does not begin with STREAMINFO", 4);
        }
        ByteBuffer block = bytes.slice(bytes.position(), BLOCK_BYTES);
        bytes.position(bytes.limit());
        int min = block.getShort(0) & 0xFFFF;
        int max = block.getShort(2) & 0xFFFF;
        int rateAndChannels = block.getInt(10);
        int sampleRateHz = rateAndChannels >>> 12;
        if (min < 16 || max < min || sampleRateHz == 0) {
            throw new MalformedMediaException("FLAC STREAMINFO has blocks of " + min + " to "
                    + max + " samples at " + sampleRateHz + " Hz", 8);
        }
        return new StreamInfo(Bytes.copyOf(block), min, max, sampleRateHz,
                (rateAndChannels >> 9 & 7) + 1);
    }

    /// The marker, and the block as the only one.
    public Bytes write() {
        ByteBuffer out = ByteBuffer.allocate(8 + BLOCK_BYTES);
        out.putInt(MARKER).putInt(LAST_STREAMINFO);
        block.writeTo(out);
        return Bytes.wrap(out.array());
    }
}
