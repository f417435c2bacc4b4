package io.freshet.format.hevc;

import io.freshet.media.Bytes;
import io.freshet.media.Traits.Picture;
import java.util.List;
import java.util.stream.Stream;

/// Named `hvcC` records of FFmpeg 5.1; they drive parsing, writing and the fuzz seeds.
final class HevcCases {

    private static final String OPEN =
            "0101600000009000000000001ef000fcfdf8f800000f03a00001001840010c01"
            + "ffff01600000030090000003000003001e959009a10001002842010101600000"
            + "030090000003000003001ea034839c92659592e4caf01680800001f480003a98"
            + "04a2000100064401c171a312";
    private static final String RADL =
            "0101600000009000000000001ef000fcfdf8f800001303a00001001c40010c02"
            + "ffff01600000030090000003000003001e00009594aca048a10001002c420102"
            + "01600000030090000003000003001e0000a034839c92659594acb7265780b404"
            + "00000fa40001d4c020a2000100064401c171a312";
    private static final String HDR =
            "0104080000009d08000000001ef000fcfefafa00000f03a00001001740010c01"
            + "ffff0408000003009d0800000300001e928090a1000100274201010408000003"
            + "009d0800000300001eb034839c93b6592ae4e5780b40400000fa40001d4c02a2"
            + "000100064401c171a312";

    /// @param hex an hvcC
    record Case(String name, String hex, String codecString, Picture picture) {

        Bytes bytes() {
            return Bytes.ofHex(hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private HevcCases() {
    }

    static Stream<byte[]> seeds() {
        return all().stream().map(c -> c.bytes().toArray());
    }

    static List<Case> all() {
        return List.of(
                new Case("x265 with B-frames", OPEN, "hvc1.1.6.L30.90",
                        new Picture(98, 50, 29_970, 2)),
                new Case("x265 with two temporal layers", RADL, "hvc1.1.6.L30.90",
                        new Picture(98, 50, 29_970, 2)),
                new Case("4:2:2, 10 bit, scaling lists", HDR, "hvc1.4.10.L30.9D.8",
                        new Picture(98, 50, 29_970, 0)));
    }
}
