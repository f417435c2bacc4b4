package io.freshet.format.mp4;

import io.freshet.media.Bytes;

/// The `esds` box: descriptors of MPEG-4 systems around the configuration of AAC and MP3.
///
/// Spec: ISO/IEC 14496-14:2020, 6.7.2; ISO/IEC 14496-1:2010, 7.2.6
final class ElementaryStream {

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SYNC_LAYER = 6;
    private static final int OBJECT_MPEG_4_AUDIO = 0x40;
    private static final int OBJECT_MPEG_2_LAYER_3 = 0x69;
    private static final int OBJECT_MPEG_1_LAYER_3 = 0x6B;
    /// Stream type 5, audio; not up-stream; the reserved bit.
    private static final int AUDIO_STREAM = 5 << 2 | 1;
    private static final int PREDEFINED_FOR_MP4 = 2;

    private ElementaryStream() {
    }

    /// Writes the box for AAC when run.
    static Runnable aac(BoxWriter out, Bytes audioSpecificConfig) {
        return () -> write(out, OBJECT_MPEG_4_AUDIO, audioSpecificConfig);
    }

    /// Writes the box for MP3 when run; MPEG-2's half rates have half the samples in a frame.
    static Runnable mp3(BoxWriter out, int samplesPerFrame) {
        int object = samplesPerFrame < 1152 ? OBJECT_MPEG_2_LAYER_3 : OBJECT_MPEG_1_LAYER_3;
        return () -> write(out, object, Bytes.EMPTY);
    }

    private static void write(BoxWriter out, int object, Bytes specific) {
        Bytes decoderSpecific = specific.length() == 0
                ? Bytes.EMPTY : descriptor(DECODER_SPECIFIC, specific);
        Bytes decoderConfig = descriptor(DECODER_CONFIG, new BoxWriter(64)
                .u8(object).u8(AUDIO_STREAM)
                .u24(0).u32(0).u32(0) // buffer size, greatest and mean bit rate: not known live
                .bytes(decoderSpecific).finish());
        Bytes syncLayer = descriptor(SYNC_LAYER,
                Bytes.wrap(new byte[] {PREDEFINED_FOR_MP4}));
        Bytes stream = descriptor(ES_DESCRIPTOR, new BoxWriter(64)
                .u16(0).u8(0) // no id inside mp4, no further fields
                .bytes(decoderConfig).bytes(syncLayer).finish());
        out.full("esds", 0, 0, () -> out.bytes(stream));
    }

    private static Bytes descriptor(int tag, Bytes body) {
        BoxWriter out = new BoxWriter(body.length() + 5).u8(tag);
        // Seven bits a byte, the most significant first; a set top bit says that more follow.
        for (int shift = 21; shift > 0; shift -= 7) {
            if (body.length() >> shift > 0) {
                out.u8(body.length() >> shift & 0x7F | 0x80);
            }
        }
        return out.u8(body.length() & 0x7F).bytes(body).finish();
    }
}
