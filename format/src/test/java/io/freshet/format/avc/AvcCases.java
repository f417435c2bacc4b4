package io.freshet.format.avc;

import io.freshet.media.Bytes;
import io.freshet.media.Traits.Picture;
import java.util.List;
import java.util.stream.Stream;

/// Named `avcC` records; they drive parsing, writing and the fuzz seeds.
final class AvcCases {

    /// @param hex       an avcC
    /// @param canonical whether the track's configuration is `hex` again
    record Case(String name, String hex, boolean canonical, String codecString, Picture picture) {

        Bytes bytes() {
            return Bytes.ofHex(hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final String HIGH_SPS = "6764000aacd947278888c04400000fa40003a9803c489658";
    static final String HIGH_PPS = "68ebe04d2c8b";
    private static final String HIGH = "64000affe10018" + HIGH_SPS + "010006" + HIGH_PPS;

    private AvcCases() {
    }

    static Stream<byte[]> seeds() {
        return all().stream().map(c -> c.bytes().toArray());
    }

    static List<Case> all() {
        return List.of(
                new Case("x264 high with B-frames", "01" + HIGH + "fdf8f800", true,
                        "avc1.64000a", new Picture(98, 50, 29_970, 2)),
                new Case("x264 constrained baseline", "0142c00affe100176742c00ad907278888c044"
                        + "00000fa40003a9803c48992001000668cb804d2c80", true,
                        "avc1.42c00a", new Picture(98, 50, 29_970, 0)),
                new Case("4:2:2, 10 bit, interlaced, scaling lists", "017a0015ffe10018677a0015b6"
                        + "cd9474f1111808800001f4800075300f8a14cb01000768fba1d2cc00b0fefafa00",
                        true, "avc1.7a0015", new Picture(98, 50, 29_970, 2)),
                new Case("4:4:4 with HRD", "01f40009ffe1002367f40009919b28e4f1f1f808800001f4800075"
                        + "30301000f420003d09c98600f122596001000768ebec44c00044fff8f800", true,
                        "avc1.f40009", new Picture(98, 50, 29_970, 2)),
                new Case("gradual refresh", "0164000affe100176764000aacb4393c4446022000007d20001d4c"
                        + "01e244d401000668ef0134b22cfdf8f800", true,
                        "avc1.64000a", new Picture(98, 50, 29_970, 0)),
                new Case("written before the high profiles", "01" + HIGH, false,
                        "avc1.64000a", new Picture(98, 50, 29_970, 2)),
                new Case("lengths of two bytes",
                        "01" + HIGH.replace("0affe1", "0afde1") + "fdf8f800", false,
                        "avc1.64000a", new Picture(98, 50, 29_970, 2)),
                new Case("profile and level that the SPS denies", "01" + HIGH.replaceFirst(
                        "64000a", "4d4028"), false,
                        "avc1.64000a", new Picture(98, 50, 29_970, 2)),
                new Case("the same SPS twice", "0164000affe20018" + HIGH_SPS + "0018" + HIGH_SPS
                        + "010006" + HIGH_PPS + "fdf8f800", false,
                        "avc1.64000a", new Picture(98, 50, 29_970, 2)),
                new Case("a VUI that is cut short", "0164000affe10012" + HIGH_SPS.substring(0, 36)
                        + "010006" + HIGH_PPS + "fdf8f800", true,
                        "avc1.64000a", new Picture(98, 50, 0, -1)));
    }
}
