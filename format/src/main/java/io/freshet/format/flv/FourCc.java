package io.freshet.format.flv;

import io.freshet.media.AudioCodec;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.media.VideoCodec;

/// The four letters that name a codec in Enhanced RTMP, as a big-endian integer.
///
/// Spec: Enhanced RTMP v2, VideoFourCc and AudioFourCc
public final class FourCc {

    private static final int AVC = letters("avc1");
    private static final int HEVC = letters("hvc1");
    private static final int AV1 = letters("av01");
    private static final int VP9 = letters("vp09");
    private static final int AAC = letters("mp4a");
    private static final int OPUS = letters("Opus");
    private static final int MP3 = letters(".mp3");
    private static final int FLAC = letters("fLaC");
    private static final int AC3 = letters("ac-3");
    private static final int EAC3 = letters("ec-3");

    private FourCc() {
    }

    /// Its letters.
    public static int of(VideoCodec codec) {
        return switch (codec) {
            case AVC -> AVC;
            case HEVC -> HEVC;
            case AV1 -> AV1;
            case VP9 -> VP9;
        };
    }

    /// Its letters.
    public static int of(AudioCodec codec) {
        return switch (codec) {
            case AAC -> AAC;
            case OPUS -> OPUS;
            case MP3 -> MP3;
            case FLAC -> FLAC;
            case AC3 -> AC3;
            case EAC3 -> EAC3;
        };
    }

    static VideoCodec video(int fourCc) throws UnsupportedMediaException {
        for (VideoCodec codec : VideoCodec.values()) {
            if (of(codec) == fourCc) {
                return codec;
            }
        }
        throw new UnsupportedMediaException("video codec " + spelled(fourCc));
    }

    static AudioCodec audio(int fourCc) throws UnsupportedMediaException {
        for (AudioCodec codec : AudioCodec.values()) {
            if (of(codec) == fourCc) {
                return codec;
            }
        }
        throw new UnsupportedMediaException("audio codec " + spelled(fourCc));
    }

    /// The letters for people: `vvc1`, or hexadecimal if they are not printable.
    public static String spelled(int fourCc) {
        StringBuilder letters = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            int letter = fourCc >>> shift & 0xFF;
            if (letter < ' ' || letter > '~') {
                return String.format("0x%08X", fourCc);
            }
            letters.append((char) letter);
        }
        return letters.toString();
    }

    private static int letters(String letters) {
        return letters.charAt(0) << 24 | letters.charAt(1) << 16 | letters.charAt(2) << 8
                | letters.charAt(3);
    }
}
