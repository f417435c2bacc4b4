package io.freshet.format.aac;

import io.freshet.format.aac.SbrSignal.Form;
import io.freshet.media.Bytes;
import java.util.List;
import java.util.stream.Stream;

/// Named AAC configurations and their bytes; they drive parsing, writing and the fuzz seeds.
final class AacCases {

    /// @param hex         an AudioSpecificConfig
    /// @param canonical   whether writing gives `hex` again
    /// @param codecString RFC 6381
    /// @param playedHz    samples a second out of a decoder
    /// @param channels    out of a decoder
    record Case(String name, String hex, boolean canonical, AudioSpecificConfig config,
            String codecString, int playedHz, int channels) {

        byte[] bytes() {
            return Bytes.ofHex(hex).toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private AacCases() {
    }

    static Stream<byte[]> seeds() {
        return all().stream().map(Case::bytes);
    }

    static List<Case> all() {
        return List.of(
                new Case("LC stereo at 44.1 kHz", "1210", true,
                        lc(44_100, 2, SbrSignal.SILENT), "mp4a.40.2", 44_100, 2),
                new Case("LC mono at 48 kHz", "1188", true,
                        lc(48_000, 1, SbrSignal.SILENT), "mp4a.40.2", 48_000, 1),
                new Case("LC 5.1", "11B0", true,
                        lc(48_000, 6, SbrSignal.SILENT), "mp4a.40.2", 48_000, 6),
                new Case("LC 7.1", "11B8", true,
                        lc(48_000, 7, SbrSignal.SILENT), "mp4a.40.2", 48_000, 8),
                new Case("LC 6.1, configuration 11", "11D8", true,
                        lc(48_000, 11, SbrSignal.SILENT), "mp4a.40.2", 48_000, 7),
                new Case("Main", "0A10", true, new AudioSpecificConfig(1, 44_100, 2,
                        ProgramConfig.NONE, false, SbrSignal.SILENT), "mp4a.40.1", 44_100, 2),
                new Case("960 samples in a frame", "1214", true, new AudioSpecificConfig(2, 44_100,
                        2, ProgramConfig.NONE, true, SbrSignal.SILENT), "mp4a.40.2", 44_100, 2),
                new Case("a rate that has no index", "17804DE910", true,
                        lc(39_890, 2, SbrSignal.SILENT), "mp4a.40.2", 39_890, 2),
                new Case("FFmpeg and OBS say that there is no SBR", "121056E500", true,
                        lc(44_100, 2, new SbrSignal(Form.BACKWARD_COMPATIBLE, false, false, 0)),
                        "mp4a.40.2", 44_100, 2),
                new Case("zeros behind it", "12100000000000", false,
                        lc(44_100, 2, SbrSignal.SILENT), "mp4a.40.2", 44_100, 2),
                new Case("HE-AAC, hierarchical", "2B920800", true,
                        lc(22_050, 2, new SbrSignal(Form.HIERARCHICAL, true, false, 44_100)),
                        "mp4a.40.5", 44_100, 2),
                new Case("HE-AAC v2, hierarchical", "EB8A0800", true,
                        lc(22_050, 1, new SbrSignal(Form.HIERARCHICAL, true, true, 44_100)),
                        "mp4a.40.29", 44_100, 2),
                new Case("HE-AAC, backward compatible", "139056E5A0", true,
                        lc(22_050, 2,
                                new SbrSignal(Form.BACKWARD_COMPATIBLE, true, false, 44_100)),
                        "mp4a.40.5", 44_100, 2),
                new Case("HE-AAC v2, backward compatible", "138856E5A54880", true,
                        lc(22_050, 1, new SbrSignal(Form.BACKWARD_COMPATIBLE, true, true, 44_100)),
                        "mp4a.40.29", 44_100, 2),
                new Case("HE-AAC that denies PS", "138856E5A54800", false,
                        lc(22_050, 1,
                                new SbrSignal(Form.BACKWARD_COMPATIBLE, true, false, 44_100)),
                        "mp4a.40.5", 44_100, 1),
                new Case("2.1 in a program config element of FFmpeg",
                        "118004C4010020000D4C61766335392E33372E31303056E500", true,
                        new AudioSpecificConfig(2, 48_000, 0, new ProgramConfig(
                                Bytes.ofHex("04C401002000"), 43,
                                Bytes.ofHex("4C61766335392E33372E313030"), 3), false,
                                new SbrSignal(Form.BACKWARD_COMPATIBLE, false, false, 0)),
                        "mp4a.40.2", 48_000, 3));
    }

    private static AudioSpecificConfig lc(int rateHz, int channelConfiguration, SbrSignal sbr) {
        return new AudioSpecificConfig(2, rateHz, channelConfiguration, ProgramConfig.NONE, false,
                sbr);
    }
}
