package io.freshet.format.flv;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.media.VideoCodec;
import java.util.ArrayList;
import java.util.List;

/// What one video body says about one track.
///
/// ```
/// 0 FFF CCCC  PPPPPPPP  composition time (24)      legacy: 7 = AVC
/// 1 FFF PPPP  ...                                  enhanced: see ExHeader
/// ```
///
/// The legacy form is written for H.264 of track 0 without an offset, the enhanced for all else.
///
/// Spec: Adobe Flash Video 10.1, E.4.3; Enhanced RTMP v2, Enhanced Video
public sealed interface VideoTag {

    /// Decoder configuration: avcC, hvcC, av1C or vpcC.
    ///
    /// @param number the track's in the message, 0 to 255; 0 without multitrack
    record Configuration(VideoCodec codec, int number, Bytes configuration) implements VideoTag {

        /// What goes before `configuration`.
        Bytes prefix() {
            return isLegacy(codec, number) ? legacy(true, 0, 0)
                    : enhanced(KEY, new ExHeader(0, FourCc.of(codec), number, 0, -1));
        }
    }

    /// One coded picture.
    ///
    /// @param timing PTS and what milliseconds cannot say
    /// @param number the track's in the message, 0 to 255; 0 without multitrack
    record Coded(VideoCodec codec, int number, boolean isKey, Timing timing, Bytes data)
            implements VideoTag {
    }

    /// The sequence of that track has ended.
    record End(VideoCodec codec, int number) implements VideoTag {

        /// The whole body.
        Bytes prefix() {
            return isLegacy(codec, number) ? legacy(true, 2, 0)
                    : enhanced(KEY, new ExHeader(2, FourCc.of(codec), number, 0, -1));
        }
    }

    /// AMF0 names and values about the picture: `colorInfo` and an object.
    record Metadata(VideoCodec codec, int number, Bytes amf) implements VideoTag {

        /// What goes before `amf`.
        Bytes prefix() {
            return enhanced(KEY, new ExHeader(4, FourCc.of(codec), number, 0, -1));
        }
    }

    /// Seeking at the client begins or ends; says nothing about media.
    record Command() implements VideoTag {
    }

    /// When a picture is shown, relative to its message's timestamp.
    ///
    /// @param compositionMs PTS - DTS in whole ms, signed 24 bits
    /// @param offsetNs      DTS beyond the timestamp, 0 to 999 999
    /// @param ptsNs         PTS beyond timestamp + composition; -1: the same as `offsetNs`
    record Timing(int compositionMs, int offsetNs, int ptsNs) {
        static final Timing NOW = new Timing(0, 0, -1);
    }

    /// Packet type of a multitrack message.
    int MULTITRACK = 6;
    /// Frame type: the decoder can start here.
    int KEY = 1;
    /// Frame type: it cannot.
    int INTER = 2;

    /// Reads a body; empty if it is, which some encoders send to keep a connection alive.
    static List<VideoTag> parse(Bytes body)
            throws MalformedMediaException, UnsupportedMediaException {
        if (body.length() == 0) {
            return List.of();
        }
        int first = body.at(0);
        int frameType = first >> 4 & 7;
        boolean isEnhanced = first >= 0x80;
        // Behind a ModEx it could be metadata too, whose frame type says nothing: nobody does that.
        if (frameType == 5 && !(isEnhanced && (first & 15) == 4)) {
            return List.of(new Command());
        }
        if (!isEnhanced) {
            return List.of(parseLegacy(body));
        }
        List<ExHeader.Part> parts = ExHeader.parse(body, MULTITRACK);
        if (parts.size() == 1) {
            return List.of(of(parts.getFirst(), frameType == KEY));
        }
        List<VideoTag> tags = new ArrayList<>(parts.size());
        for (ExHeader.Part part : parts) {
            tags.add(of(part, frameType == KEY));
        }
        return tags;
    }

    /// What goes before the payload of a coded frame.
    static Bytes codedPrefix(VideoCodec codec, int number, boolean isKey, Timing timing) {
        if (isLegacy(codec, number) && timing.offsetNs == 0 && timing.ptsNs < 0) {
            return legacy(isKey, 1, timing.compositionMs);
        }
        boolean composes = composes(codec) && timing.compositionMs != 0;
        int packetType = composes || !composes(codec) ? 1 : 3;
        byte[] prefix = new ExHeader(packetType, FourCc.of(codec), number, timing.offsetNs,
                timing.ptsNs).write(8 | (isKey ? KEY : INTER), MULTITRACK, composes ? 3 : 0);
        if (composes) {
            int end = prefix.length;
            prefix[end - 3] = (byte) (timing.compositionMs >> 16);
            prefix[end - 2] = (byte) (timing.compositionMs >> 8);
            prefix[end - 1] = (byte) timing.compositionMs;
        }
        return Bytes.wrap(prefix);
    }

    private static VideoTag parseLegacy(Bytes body)
            throws MalformedMediaException, UnsupportedMediaException {
        int codecId = body.at(0) & 15;
        VideoCodec codec = switch (codecId) {
            case 7 -> VideoCodec.AVC;
            // Not in any specification: what encoders and CDNs in China used before Enhanced RTMP.
            case 12 -> VideoCodec.HEVC;
            default -> throw new UnsupportedMediaException("FLV video codec id " + codecId);
        };
        if (body.length() >= 2 && body.at(1) == 2) {
            return new End(codec, 0);
        }
        Bytes data = from(body, 5);
        return switch (body.at(1)) {
            case 0 -> new Configuration(codec, 0, data);
            case 1 -> new Coded(codec, 0, body.at(0) >> 4 == KEY,
                    new Timing(s24(body, 2), 0, -1), data);
            default -> throw new MalformedMediaException(
                    "FLV: video packet type " + body.at(1), 1);
        };
    }

    private static VideoTag of(ExHeader.Part part, boolean isKey)
            throws MalformedMediaException, UnsupportedMediaException {
        ExHeader header = part.header();
        VideoCodec codec = FourCc.video(header.fourCc());
        int number = header.number();
        Bytes data = part.data();
        return switch (header.packetType()) {
            case 0 -> new Configuration(codec, number, data);
            case 1 -> composes(codec)
                    ? new Coded(codec, number, isKey, timing(header, s24(data, 0)), from(data, 3))
                    : new Coded(codec, number, isKey, timing(header, 0), data);
            case 2 -> new End(codec, number);
            case 3 -> new Coded(codec, number, isKey, timing(header, 0), data);
            case 4 -> new Metadata(codec, number, data);
            case 5 -> throw new UnsupportedMediaException("video in MPEG-2 TS form");
            default -> throw new UnsupportedMediaException(
                    "video packet type " + header.packetType());
        };
    }

    private static Timing timing(ExHeader header, int compositionMs) {
        return header.offsetNs() == 0 && header.ptsNs() < 0 && compositionMs == 0 ? Timing.NOW
                : new Timing(compositionMs, header.offsetNs(), header.ptsNs());
    }

    private static boolean composes(VideoCodec codec) {
        return codec == VideoCodec.AVC || codec == VideoCodec.HEVC;
    }

    private static boolean isLegacy(VideoCodec codec, int number) {
        return codec == VideoCodec.AVC && number == 0;
    }

    private static Bytes legacy(boolean isKey, int packetType, int compositionMs) {
        return Bytes.wrap(new byte[] {(byte) ((isKey ? KEY : INTER) << 4 | 7), (byte) packetType,
                (byte) (compositionMs >> 16), (byte) (compositionMs >> 8), (byte) compositionMs});
    }

    private static Bytes enhanced(int frameType, ExHeader header) {
        return Bytes.wrap(header.write(8 | frameType, MULTITRACK, 0));
    }

    private static int s24(Bytes body, int at) throws MalformedMediaException {
        if (body.length() < at + 3) {
            throw new MalformedMediaException("FLV: composition time cut short", body.length());
        }
        return (byte) body.at(at) << 16 | body.at(at + 1) << 8 | body.at(at + 2);
    }

    private static Bytes from(Bytes body, int at) throws MalformedMediaException {
        if (body.length() < at) {
            throw new MalformedMediaException("FLV: video header cut short", body.length());
        }
        return body.slice(at, body.length() - at);
    }
}
