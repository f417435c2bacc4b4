package io.freshet.format.mp4;

import io.freshet.format.aac.AacTrack;
import io.freshet.format.ac3.Ac3Header;
import io.freshet.format.ac3.Ac3Track;
import io.freshet.format.flac.FlacTrack;
import io.freshet.format.mp3.Mp3Header;
import io.freshet.format.mp3.Mp3Track;
import io.freshet.format.opus.OpusTrack;
import io.freshet.media.Bytes;
import io.freshet.media.Codec;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.Arrays;
import java.util.List;

/// A track in each codec, and samples; they drive golden dumps and the fuzz seeds.
final class Mp4Cases {

    /// A track and the name of its golden dump.
    record Case(String name, Track track) {

        @Override
        public String toString() {
            return name;
        }
    }

    private Mp4Cases() {
    }

    static List<Case> all() throws MediaException {
        return List.of(
                new Case("avc", avc()),
                new Case("hevc", video(VideoCodec.HEVC, "01016000000090000000", "hvc1")),
                new Case("av1", video(VideoCodec.AV1, "81000C000A0B000000043CFECC02F80040",
                        "av01.0.00M.08")),
                new Case("vp9", video(VideoCodec.VP9, "01000000000B820202020000",
                        "vp09.00.11.08")),
                new Case("aac", aac()),
                new Case("he-aac-german", inLanguage("de-AT",
                        AacTrack.of(2, Bytes.ofHex("EB8A0800")))),
                new Case("opus", OpusTrack.of(2,
                        Bytes.ofHex("4F707573486561640106380180BB00000000010402000401020305"))),
                new Case("mp3", Mp3Track.of(2, Mp3Header.parse(Bytes.ofHex("FFFB9064").buffer()))),
                new Case("mp3-half-rate",
                        Mp3Track.of(2, Mp3Header.parse(Bytes.ofHex("FFF380C4").buffer()))),
                new Case("flac-96khz", FlacTrack.of(2, Bytes.ofHex("664C614380000022"
                        + "120012000000000000001770037000000000" + "00".repeat(16)))),
                new Case("ac3", Ac3Track.of(2,
                        Ac3Header.parse(Bytes.ofHex("0B77FE95144043E1").buffer()))),
                new Case("eac3", Ac3Track.of(2,
                        Ac3Header.parse(Bytes.ofHex("0B77017F3F87C000").buffer()))));
    }

    static Track avc() {
        return video(VideoCodec.AVC, "0164000DFFE100", "avc1.64000d");
    }

    static Track aac() throws MediaException {
        return AacTrack.of(2, Bytes.ofHex("1190"));
    }

    /// Two pictures of a GOP, the second one shown later; then one that nobody refers to.
    static List<Mp4Sample> pictures() {
        return List.of(sample(3000, 3000, Frame.KEY, 9), sample(3000, 9000, 0, 5),
                sample(3003, 0, Frame.DROPPABLE, 4));
    }

    static Mp4Sample sample(long duration, int composition, int flags, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return new Mp4Sample(duration, composition, flags, Bytes.wrap(bytes));
    }

    static Track inLanguage(String tag, Track track) {
        return new Track(track.id(), track.codec(), track.timescale(), track.configuration(),
                track.codecString(), track.traits(), tag);
    }

    private static Track video(Codec codec, String configuration, String codecString) {
        return new Track(1, codec, 90_000, Bytes.ofHex(configuration), codecString,
                new Traits.Picture(320, 180, 30_000, 2), "");
    }
}
