package io.freshet.format.vp9;

import io.freshet.format.bits.ByteReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// VPCodecConfigurationRecord with version and flags: the content of `vpcC`.
///
/// @param profile   0 to 3
/// @param level     ten times the level, 0 if unknown
/// @param bitDepth  8, 10 or 12
/// @param chroma    0 or 1 4:2:0, 2 4:2:2, 3 4:4:4
/// @param fullRange videoFullRangeFlag
/// @param colour    what the samples mean
///
/// Spec: VP Codec ISO Media File Format Binding 1.0, VP Codec Configuration Box
public record Vp9Configuration(int profile, int level, int bitDepth, int chroma,
        boolean fullRange, Colour colour) {

    /// What the samples mean, in the codes of ISO/IEC 23091-2.
    ///
    /// @param primaries colourPrimaries, 2 if unknown
    /// @param transfer  transferCharacteristics, 2 if unknown
    /// @param matrix    matrixCoefficients, 2 if unknown
    public record Colour(int primaries, int transfer, int matrix) {

        static final Colour UNKNOWN = new Colour(2, 2, 2);

        private boolean isDefault() {
            return isDefault(primaries) && isDefault(transfer) && isDefault(matrix);
        }

        private static boolean isDefault(int code) {
            return code == 1 || code == 2;
        }
    }

    /// Reads a whole record.
    ///
    /// @param source consumed; codecInitializationData, which VP9 has none of, is left
    public static Vp9Configuration parse(ByteBuffer source) throws MalformedMediaException {
        ByteReader in = new ByteReader("vpcC", source);
        int version = in.u8();
        if (version != 1) {
            throw in.malformed("version " + version);
        }
        in.bytes(3); // flags
        int profile = in.u8();
        int level = in.u8();
        int packed = in.u8();
        int depth = packed >> 4;
        if (profile > 3 || depth != 8 && depth != 10 && depth != 12) {
            throw in.malformed("profile " + profile + " with " + depth + " bits");
        }
        Colour colour = new Colour(in.u8(), in.u8(), in.u8());
        in.u16(); // codecInitializationDataSize
        return new Vp9Configuration(profile, level, depth, packed >> 1 & 7, (packed & 1) != 0,
                colour);
    }

    /// The record that a key frame makes; its level is the least that its size needs.
    ///
    /// @throws MalformedMediaException if it is no key frame
    public static Vp9Configuration of(Vp9Frame keyFrame) throws MalformedMediaException {
        Vp9Header header = keyFrame.header();
        if (!header.key()) {
            throw new MalformedMediaException("VP9 frame is no key frame", -1);
        }
        Vp9Header.Picture picture = header.picture();
        return new Vp9Configuration(header.profile(),
                levelOf((long) picture.width() * picture.height()), picture.bitDepth(),
                picture.chroma(), picture.fullRange(), Colour.UNKNOWN);
    }

    /// The record's bytes.
    public Bytes write() {
        ByteBuffer out = ByteBuffer.allocate(12);
        out.putInt(1 << 24).put((byte) profile).put((byte) level);
        out.put((byte) (bitDepth << 4 | chroma << 1 | (fullRange ? 1 : 0)));
        out.put((byte) colour.primaries).put((byte) colour.transfer).put((byte) colour.matrix);
        out.putShort((short) 0);
        return Bytes.wrap(out.array());
    }

    /// The RFC 6381 name: `vp09.00.31.08`, with the optional fields only where they differ from
    /// 4:2:0 BT.709 in limited range.
    public String codecString() {
        String name = String.format("vp09.%02d.%02d.%02d", profile, level, bitDepth);
        if (chroma < 2 && !fullRange && colour.isDefault()) {
            return name;
        }
        return String.format("%s.%02d.%02d.%02d.%02d.%02d", name, chroma, colour.primaries,
                colour.transfer, colour.matrix, fullRange ? 1 : 0);
    }

    /// FFmpeg writes level 0 when it does not know the frame size yet.
    Vp9Configuration withLevelFor(int width, int height) {
        if (level > 0 || width == 0) {
            return this;
        }
        return new Vp9Configuration(profile, levelOf((long) width * height), bitDepth, chroma,
                fullRange, colour);
    }

    /// VP9 levels by luma picture size; the frame rate is taken for an ordinary one.
    private static int levelOf(long pixels) {
        return pixels <= 36_864 ? 10 : pixels <= 73_728 ? 11 : pixels <= 122_880 ? 20
                : pixels <= 245_760 ? 21 : pixels <= 552_960 ? 30 : pixels <= 983_040 ? 31
                : pixels <= 2_228_224 ? 41 : pixels <= 8_912_896 ? 51 : 61;
    }
}
