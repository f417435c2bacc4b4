package io.freshet.format.flv;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import java.util.ArrayList;
import java.util.List;

/// What one audio body says about one track.
///
/// ```
/// FFFF RR S T  [PPPPPPPP if AAC]    legacy: 2 MP3, 10 AAC, 14 MP3 at 8 kHz; rate, size, stereo
/// 1001 PPPP  ...                    enhanced: see ExHeader
/// ```
///
/// The legacy form is written for AAC and MP3 of track 0 without an offset, the enhanced for all
/// else.
///
/// Spec: Adobe Flash Video 10.1, E.4.2; Enhanced RTMP v2, Enhanced Audio
public sealed interface AudioTag {

    /// Decoder configuration: AudioSpecificConfig, OpusHead, or `fLaC` and STREAMINFO.
    ///
    /// @param number the track's in the message, 0 to 255; 0 without multitrack
    record Configuration(AudioCodec codec, int number, Bytes configuration) implements AudioTag {

        /// What goes before `configuration`.
        Bytes prefix() {
            return codec == AudioCodec.AAC && number == 0
                    ? Bytes.wrap(new byte[] {(byte) 0xAF, 0})
                    : enhanced(new ExHeader(0, FourCc.of(codec), number, 0, -1));
        }
    }

    /// One coded packet.
    ///
    /// @param number   the track's in the message, 0 to 255; 0 without multitrack
    /// @param offsetNs its time beyond the message's timestamp, 0 to 999 999
    record Coded(AudioCodec codec, int number, int offsetNs, Bytes data) implements AudioTag {
    }

    /// The sequence of that track has ended.
    record End(AudioCodec codec, int number) implements AudioTag {

        /// The whole body; the legacy form has none, so this is enhanced always.
        Bytes prefix() {
            return enhanced(new ExHeader(2, FourCc.of(codec), number, 0, -1));
        }
    }

    /// Which loudspeaker each channel is for, where the codec does not say it.
    record Channels(AudioCodec codec, int number, Bytes layout) implements AudioTag {
    }

    /// Packet type of a multitrack message.
    int MULTITRACK = 5;

    /// Reads a body; empty if it is, which some encoders send to keep a connection alive.
    static List<AudioTag> parse(Bytes body)
            throws MalformedMediaException, UnsupportedMediaException {
        if (body.length() == 0) {
            return List.of();
        }
        int format = body.at(0) >> 4;
        if (format != 9) {
            return List.of(parseLegacy(body, format));
        }
        List<ExHeader.Part> parts = ExHeader.parse(body, MULTITRACK);
        if (parts.size() == 1) {
            return List.of(of(parts.getFirst()));
        }
        List<AudioTag> tags = new ArrayList<>(parts.size());
        for (ExHeader.Part part : parts) {
            tags.add(of(part));
        }
        return tags;
    }

    /// What goes before the payload of a coded packet.
    ///
    /// @param sound used by legacy MP3 alone
    static Bytes codedPrefix(AudioCodec codec, int number, int offsetNs, Traits.Sound sound) {
        boolean isLegacy = number == 0 && offsetNs == 0;
        if (isLegacy && codec == AudioCodec.AAC) {
            return Bytes.wrap(new byte[] {(byte) 0xAF, 1});
        }
        if (isLegacy && codec == AudioCodec.MP3) {
            // 48 kHz has no code: everybody writes that of 44.1 kHz, and reads the frame's header.
            int rate = sound.sampleRateHz() >= 32_000 ? 3 : sound.sampleRateHz() >= 16_000 ? 2 : 1;
            int stereo = sound.channels() == 1 ? 0 : 1;
            return Bytes.wrap(new byte[] {(byte) (0x22 | rate << 2 | stereo)});
        }
        return enhanced(new ExHeader(1, FourCc.of(codec), number, offsetNs, -1));
    }

    private static AudioTag parseLegacy(Bytes body, int format)
            throws MalformedMediaException, UnsupportedMediaException {
        return switch (format) {
            case 2, 14 -> new Coded(AudioCodec.MP3, 0, 0, body.slice(1, body.length() - 1));
            case 10 -> {
                if (body.length() < 2) {
                    throw new MalformedMediaException("FLV: AAC packet type cut short", 1);
                }
                Bytes data = body.slice(2, body.length() - 2);
                yield switch (body.at(1)) {
                    case 0 -> new Configuration(AudioCodec.AAC, 0, data);
                    case 1 -> new Coded(AudioCodec.AAC, 0, 0, data);
                    default -> throw new MalformedMediaException(
                            "FLV: AAC packet type " + body.at(1), 1);
                };
            }
            default -> throw new UnsupportedMediaException("FLV sound format " + format);
        };
    }

    private static AudioTag of(ExHeader.Part part) throws UnsupportedMediaException {
        ExHeader header = part.header();
        AudioCodec codec = FourCc.audio(header.fourCc());
        int number = header.number();
        return switch (header.packetType()) {
            case 0 -> new Configuration(codec, number, part.data());
            case 1 -> new Coded(codec, number, header.offsetNs(), part.data());
            case 2 -> new End(codec, number);
            case 4 -> new Channels(codec, number, part.data());
            default -> throw new UnsupportedMediaException(
                    "audio packet type " + header.packetType());
        };
    }

    private static Bytes enhanced(ExHeader header) {
        return Bytes.wrap(header.write(9, MULTITRACK, 0));
    }
}
