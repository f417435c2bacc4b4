package io.freshet.format.flv;

import static io.freshet.media.AudioCodec.AAC;
import static io.freshet.media.AudioCodec.AC3;
import static io.freshet.media.AudioCodec.EAC3;
import static io.freshet.media.AudioCodec.FLAC;
import static io.freshet.media.AudioCodec.MP3;
import static io.freshet.media.AudioCodec.OPUS;
import static io.freshet.media.VideoCodec.AV1;
import static io.freshet.media.VideoCodec.AVC;
import static io.freshet.media.VideoCodec.HEVC;
import static io.freshet.media.VideoCodec.VP9;

import io.freshet.format.flv.VideoTag.Timing;
import io.freshet.media.Bytes;
import io.freshet.media.VideoCodec;
import java.util.List;
import java.util.stream.Stream;

/// Named bodies and what they say; they drive parsing, writing and the fuzz seeds.
final class TagCases {

    /// @param tags      `VideoTag` or `AudioTag`
    /// @param canonical whether writing the one tag gives the body again
    record Case(String name, int type, Bytes body, List<?> tags, boolean canonical) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Bytes D = Bytes.ofHex("D1D2");
    private static final Bytes E = Bytes.ofHex("E1");

    private TagCases() {
    }

    static Stream<Case> all() {
        return Stream.of(legacyVideo(), enhancedVideo(), multitrackVideo(), legacyAudio(),
                enhancedAudio()).flatMap(cases -> cases);
    }

    private static Stream<Case> legacyVideo() {
        return Stream.of(
                wire("H.264 configuration", "17 00 000000 D1D2",
                        new VideoTag.Configuration(AVC, 0, D)),
                wire("H.264 key frame", "17 01 000000 D1D2", coded(AVC, 0, true, Timing.NOW)),
                wire("H.264 inter frame shown 66 ms later", "27 01 000042 D1D2",
                        coded(AVC, 0, false, new Timing(66, 0, -1))),
                wire("H.264 shown 1 ms before it is decoded", "27 01 FFFFFF D1D2",
                        coded(AVC, 0, false, new Timing(-1, 0, -1))),
                wire("H.264 end", "17 02 000000", new VideoTag.End(AVC, 0)),
                read("H.264 end of two bytes", "17 02", new VideoTag.End(AVC, 0)),
                read("H.265 as id 12", "1C 01 000000 D1D2", coded(HEVC, 0, true, Timing.NOW)),
                read("H.265 configuration as id 12", "1C 00 000000 D1D2",
                        new VideoTag.Configuration(HEVC, 0, D)),
                read("command", "57 00", new VideoTag.Command()),
                new Case("no body", FlvTag.VIDEO, Bytes.EMPTY, List.of(), false));
    }

    private static Stream<Case> enhancedVideo() {
        return Stream.of(
                wire("H.265 configuration", "90 68766331 D1D2",
                        new VideoTag.Configuration(HEVC, 0, D)),
                wire("H.265 frame with composition time", "A1 68766331 000021 D1D2",
                        coded(HEVC, 0, false, new Timing(33, 0, -1))),
                wire("H.265 frame without", "93 68766331 D1D2", coded(HEVC, 0, true, Timing.NOW)),
                read("H.264 in the enhanced form", "91 61766331 000021 D1D2",
                        coded(AVC, 0, true, new Timing(33, 0, -1))),
                wire("AV1 frame", "91 61763031 D1D2", coded(AV1, 0, true, Timing.NOW)),
                wire("VP9 frame", "A1 76703039 D1D2", coded(VP9, 0, false, Timing.NOW)),
                read("VP9 frame as CodedFramesX", "A3 76703039 D1D2",
                        coded(VP9, 0, false, Timing.NOW)),
                wire("AV1 end", "92 61763031", new VideoTag.End(AV1, 0)),
                wire("H.265 metadata", "94 68766331 D1D2", new VideoTag.Metadata(HEVC, 0, D)),
                read("metadata in a command frame", "D4 68766331 D1D2",
                        new VideoTag.Metadata(HEVC, 0, D)),
                read("enhanced command", "D1 00", new VideoTag.Command()),
                wire("H.264 with a nanosecond offset", "97 02 07A120 03 61766331 D1D2",
                        coded(AVC, 0, true, new Timing(0, 500_000, -1))),
                wire("H.264 with one for DTS and one for PTS",
                        "A7 05 07A120 0186A0 01 61766331 000021 D1D2",
                        coded(AVC, 0, false, new Timing(33, 500_000, 100_000))),
                read("unknown ModEx", "97 00 FF F3 68766331 D1D2",
                        coded(HEVC, 0, true, Timing.NOW)),
                read("ModEx with a long size", "97 FF 00FF" + "00".repeat(256)
                        + "F3 68766331 D1D2", coded(HEVC, 0, true, Timing.NOW)));
    }

    private static Stream<Case> multitrackVideo() {
        return Stream.of(
                wire("one track, number 3", "96 03 68766331 03 D1D2",
                        coded(HEVC, 3, true, Timing.NOW)),
                wire("one track of H.264 with an offset", "97 02 000001 06 01 61766331 03 000005"
                        + "D1D2", coded(AVC, 3, true, new Timing(5, 1, -1))),
                wire("configuration of track 2", "96 00 61766331 02 D1D2",
                        new VideoTag.Configuration(AVC, 2, D)),
                read("many tracks", "96 13 68766331 00 000002 D1D2 01 000001 E1",
                        coded(HEVC, 0, true, Timing.NOW),
                        new VideoTag.Coded(HEVC, 1, true, Timing.NOW, E)),
                read("many tracks of many codecs",
                        "96 23 68766331 00 000002 D1D2 61763031 01 000001 E1",
                        coded(HEVC, 0, true, Timing.NOW),
                        new VideoTag.Coded(AV1, 1, true, Timing.NOW, E)));
    }

    private static Stream<Case> legacyAudio() {
        return Stream.of(
                wire("AAC configuration", "AF 00 D1D2", new AudioTag.Configuration(AAC, 0, D)),
                wire("AAC frame", "AF 01 D1D2", new AudioTag.Coded(AAC, 0, 0, D)),
                read("AAC frame of a mono encoder", "AE 01 D1D2",
                        new AudioTag.Coded(AAC, 0, 0, D)),
                wire("MP3 frame", "2F D1D2", new AudioTag.Coded(MP3, 0, 0, D)),
                read("MP3 frame at 8 kHz", "EE D1D2", new AudioTag.Coded(MP3, 0, 0, D)),
                new Case("no body", FlvTag.AUDIO, Bytes.EMPTY, List.of(), false));
    }

    private static Stream<Case> enhancedAudio() {
        return Stream.of(
                wire("Opus configuration", "90 4F707573 D1D2",
                        new AudioTag.Configuration(OPUS, 0, D)),
                wire("Opus frame", "91 4F707573 D1D2", new AudioTag.Coded(OPUS, 0, 0, D)),
                wire("FLAC frame", "91 664C6143 D1D2", new AudioTag.Coded(FLAC, 0, 0, D)),
                wire("AC-3 frame", "91 61632D33 D1D2", new AudioTag.Coded(AC3, 0, 0, D)),
                wire("E-AC-3 frame", "91 65632D33 D1D2", new AudioTag.Coded(EAC3, 0, 0, D)),
                read("MP3 in the enhanced form", "91 2E6D7033 D1D2",
                        new AudioTag.Coded(MP3, 0, 0, D)),
                read("AAC in the enhanced form", "91 6D703461 D1D2",
                        new AudioTag.Coded(AAC, 0, 0, D)),
                wire("AAC with a nanosecond offset", "97 02 0F423F 01 6D703461 D1D2",
                        new AudioTag.Coded(AAC, 0, 999_999, D)),
                wire("Opus end", "92 4F707573", new AudioTag.End(OPUS, 0)),
                read("channel layout", "94 4F707573 0106 0000003F",
                        new AudioTag.Channels(OPUS, 0, Bytes.ofHex("01060000003F"))),
                wire("AAC of track 1", "95 01 6D703461 01 D1D2",
                        new AudioTag.Coded(AAC, 1, 0, D)),
                read("many tracks of many codecs",
                        "95 21 6D703461 00 000002 D1D2 4F707573 05 000001 E1",
                        new AudioTag.Coded(AAC, 0, 0, D), new AudioTag.Coded(OPUS, 5, 0, E)));
    }

    private static VideoTag coded(VideoCodec codec, int number, boolean isKey,
            Timing timing) {
        return new VideoTag.Coded(codec, number, isKey, timing, D);
    }

    private static Case wire(String name, String hex, Object tag) {
        return new Case(name, type(tag), Bytes.ofHex(hex), List.of(tag), true);
    }

    private static Case read(String name, String hex, Object... tags) {
        return new Case(name, type(tags[0]), Bytes.ofHex(hex), List.of(tags), false);
    }

    private static int type(Object tag) {
        return tag instanceof VideoTag ? FlvTag.VIDEO : FlvTag.AUDIO;
    }
}
