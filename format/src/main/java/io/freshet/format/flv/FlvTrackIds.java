package io.freshet.format.flv;

/// How track numbers on the wire become track ids, the same on every node.
///
/// | track                     | id        |
/// |---------------------------|-----------|
/// | video, no number or 0     | 1         |
/// | audio, no number or 0     | 2         |
/// | script messages           | 90        |
/// | video number k, 1 to 255  | 0x100 + k |
/// | audio number k, 1 to 255  | 0x200 + k |
///
/// In ascending order of ids the default video and the default audio come first of their kind.
public final class FlvTrackIds {

    public static final int DEFAULT_VIDEO = 1;
    public static final int DEFAULT_AUDIO = 2;
    public static final int SCRIPT = 90;

    private static final int VIDEO = 0x100;
    private static final int AUDIO = 0x200;

    private FlvTrackIds() {
    }

    /// The id of video track `number`, 0 to 255.
    public static int video(int number) {
        return number == 0 ? DEFAULT_VIDEO : VIDEO + number;
    }

    /// The id of audio track `number`, 0 to 255.
    public static int audio(int number) {
        return number == 0 ? DEFAULT_AUDIO : AUDIO + number;
    }

    /// The number that `id` has on the wire; -1 if it does not come from there.
    static int number(int id) {
        if (id == DEFAULT_VIDEO || id == DEFAULT_AUDIO) {
            return 0;
        }
        int number = id & 0xFF;
        return number != 0 && (id == VIDEO + number || id == AUDIO + number) ? number : -1;
    }
}
