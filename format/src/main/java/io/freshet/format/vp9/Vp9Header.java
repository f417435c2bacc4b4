package io.freshet.format.vp9;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// The beginning of an uncompressed header.
///
/// @param profile   0 to 3
/// @param key       a key frame: only then the picture is known
/// @param refreshes which of the eight reference slots it replaces, a bit each
/// @param picture   of a key frame; [Picture#UNKNOWN] otherwise
///
/// Spec: VP9 0.7, 6.2 and 7.2
public record Vp9Header(int profile, boolean key, int refreshes, Picture picture) {

    private static final int SYNC_CODE = 0x498342;
    private static final int RGB = 7;
    private static final int ALL_SLOTS = 0xFF;

    /// What a key frame says of its picture.
    ///
    /// @param width     pixels, 0 if unknown
    /// @param height    pixels, 0 if unknown
    /// @param bitDepth  8, 10 or 12
    /// @param chroma    as in `vpcC`: 0 or 1 4:2:0, 2 4:2:2, 3 4:4:4
    /// @param fullRange color_range
    public record Picture(int width, int height, int bitDepth, int chroma, boolean fullRange) {
        static final Picture UNKNOWN = new Picture(0, 0, 8, 1, false);
    }

    /// @param frame borrowed, its position is not moved
    static Vp9Header parse(ByteBuffer frame) throws MalformedMediaException {
        BitReader bits = BitReader.of("VP9 frame", frame);
        if (bits.bits(2) != 2) {
            throw bits.malformed("frame_marker is not 2");
        }
        int profile = bits.bits(1) | bits.bits(1) << 1;
        if (profile == 3 && bits.flag()) {
            throw bits.malformed("profile above 3");
        }
        if (bits.flag()) { // show_existing_frame
            return new Vp9Header(profile, false, 0, Picture.UNKNOWN);
        }
        boolean key = !bits.flag();
        boolean shown = bits.flag();
        boolean resilient = bits.flag();
        if (key) {
            sync(bits);
            return new Vp9Header(profile, true, ALL_SLOTS, picture(bits, profile));
        }
        boolean intraOnly = !shown && bits.flag();
        bits.skip(resilient ? 0 : 2); // reset_frame_context
        if (intraOnly) {
            sync(bits);
            if (profile > 0) {
                colour(bits, profile);
            }
        }
        return new Vp9Header(profile, false, bits.bits(8), Picture.UNKNOWN);
    }

    private static void sync(BitReader bits) throws MalformedMediaException {
        if (bits.bits(24) != SYNC_CODE) {
            throw bits.malformed("no frame_sync_code");
        }
    }

    private static Picture picture(BitReader bits, int profile) throws MalformedMediaException {
        Picture colour = colour(bits, profile);
        return new Picture(1 + bits.bits(16), 1 + bits.bits(16), colour.bitDepth, colour.chroma,
                colour.fullRange);
    }

    private static Picture colour(BitReader bits, int profile) throws MalformedMediaException {
        int depth = profile < 2 ? 8 : bits.flag() ? 12 : 10;
        boolean rgb = bits.bits(3) == RGB;
        boolean fullRange = rgb || bits.flag();
        int chroma = 1;
        if ((profile & 1) != 0) {
            boolean halfX = !rgb && bits.flag();
            boolean halfY = !rgb && bits.flag();
            chroma = halfX ? halfY ? 1 : 2 : 3;
            bits.skip(1); // reserved_zero
        } else if (rgb) {
            throw bits.malformed("RGB in profile " + profile);
        }
        return new Picture(0, 0, depth, chroma, fullRange);
    }
}
