package io.freshet.format.mp4;

import io.freshet.format.flac.StreamInfo;
import io.freshet.format.opus.OpusHead;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits.Picture;
import io.freshet.media.Traits.Sound;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.media.VideoCodec;

/// The entry of `stsd`: how the samples of a track are coded.
///
/// Spec: ISO/IEC 14496-12:2022, 12.1.3 and 12.2.3
final class SampleEntry {

    private static final int DPI_72 = 72 << 16;
    private static final int DEPTH_24 = 0x18;
    private static final int NO_COLOUR_TABLE = 0xFFFF;
    private static final int COMPRESSOR_NAME_BYTES = 32;

    private SampleEntry() {
    }

    static void write(BoxWriter out, Track track)
            throws MalformedMediaException, UnsupportedMediaException {
        if (track.codec() instanceof VideoCodec codec
                && track.traits() instanceof Picture picture) {
            writeVideo(out, codec, picture, track.configuration());
        } else if (track.codec() instanceof AudioCodec codec
                && track.traits() instanceof Sound sound) {
            writeAudio(out, codec, sound, track.configuration());
        } else {
            throw new UnsupportedMediaException(track.codec().label() + " in mp4");
        }
    }

    private static void writeVideo(BoxWriter out, VideoCodec codec, Picture picture,
            Bytes configuration) throws MalformedMediaException {
        if (configuration.length() == 0) {
            throw new MalformedMediaException(codec.label() + " has no configuration", -1);
        }
        String type = switch (codec) {
            case AVC -> "avc1";
            case HEVC -> "hvc1";
            case AV1 -> "av01";
            case VP9 -> "vp09";
        };
        String configurationType = switch (codec) {
            case AVC -> "avcC";
            case HEVC -> "hvcC";
            case AV1 -> "av1C";
            case VP9 -> "vpcC";
        };
        out.box(type, () -> out
                .zeros(6).u16(1) // data reference index
                .zeros(16).u16(picture.width()).u16(picture.height())
                .u32(DPI_72).u32(DPI_72).u32(0).u16(1) // one frame in a sample
                .zeros(COMPRESSOR_NAME_BYTES).u16(DEPTH_24).u16(NO_COLOUR_TABLE)
                .box(configurationType, () -> out.bytes(configuration)));
    }

    private static void writeAudio(BoxWriter out, AudioCodec codec, Sound sound,
            Bytes configuration) throws MalformedMediaException, UnsupportedMediaException {
        String type = switch (codec) {
            case AAC, MP3 -> "mp4a";
            case OPUS -> "Opus";
            case FLAC -> "fLaC";
            case AC3 -> "ac-3";
            case EAC3 -> "ec-3";
        };
        Runnable decoder = switch (codec) {
            case AAC -> ElementaryStream.aac(out, configuration);
            case MP3 -> ElementaryStream.mp3(out, sound.samplesPerFrame());
            case OPUS -> opus(out, OpusHead.parse(configuration.buffer()));
            case FLAC -> flac(out, StreamInfo.parse(configuration.buffer()));
            case AC3 -> () -> out.box("dac3", () -> out.bytes(configuration));
            case EAC3 -> () -> out.box("dec3", () -> out.bytes(configuration));
        };
        if (configuration.length() == 0 && codec != AudioCodec.MP3) {
            throw new MalformedMediaException(codec.label() + " has no configuration", -1);
        }
        out.box(type, () -> {
            out.zeros(6).u16(1) // data reference index
                    .zeros(8).u16(sound.channels()).u16(16).u32(0)
                    .u32((long) expressible(sound.sampleRateHz()) << 16);
            decoder.run();
        });
    }

    /// The rate as 16 bits can say it: 48 000 for 96 000 and 192 000. Decoders have it elsewhere.
    private static int expressible(int sampleRateHz) {
        int hz = sampleRateHz;
        while (hz > 0xFFFF) {
            hz /= 2;
        }
        return hz;
    }

    /// Spec: Encapsulation of Opus in ISO Base Media File Format 1.0, 4.3.2
    private static Runnable opus(BoxWriter out, OpusHead head) {
        return () -> out.box("dOps", () -> {
            out.u8(0).u8(head.channels()).u16(head.preSkip()).u32(head.inputRateHz())
                    .u16(head.outputGainQ8()).u8(head.mappingFamily()).bytes(head.mapping());
        });
    }

    /// Spec: Encapsulation of FLAC in ISO Base Media File Format 0.0.4, 3.3.2
    private static Runnable flac(BoxWriter out, StreamInfo info) {
        Bytes written = info.write();
        Bytes block = written.slice(4, written.length() - 4);
        return () -> out.full("dfLa", 0, 0, () -> out.bytes(block));
    }
}
