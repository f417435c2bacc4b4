package io.freshet.live.packaging;

import io.freshet.media.Frame;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import java.util.List;
import java.util.function.Consumer;

/// The frames of one part as numbers: their bytes lie at the end of the part, one behind the other.
///
/// A window holds thousands of frames that nobody looks at again, unless somebody asks for MPEG-TS:
/// 20 bytes each are enough for that.
///
/// Threading: immutable.
final class PartFrames {

    /// Of a part that is a gap.
    static final PartFrames NONE = new PartFrames(List.of());

    private static final int COMPOSITION = 0;
    private static final int FLAGS = 1;
    private static final int BYTES = 2;
    private static final int FIELDS = 3;

    private final long[] dts;
    /// Per frame its composition offset, flags and length.
    private final int[] fields;
    private final int bytes;

    PartFrames(List<Frame> frames) {
        dts = new long[frames.size()];
        fields = new int[frames.size() * FIELDS];
        int sum = 0;
        for (int i = 0; i < dts.length; i++) {
            Frame frame = frames.get(i);
            int length = frame.payload().length();
            dts[i] = frame.dts();
            fields[i * FIELDS + COMPOSITION] = Math.clamp(frame.pts() - frame.dts(), 0,
                    Integer.MAX_VALUE);
            fields[i * FIELDS + FLAGS] = frame.flags();
            fields[i * FIELDS + BYTES] = length;
            sum += length;
        }
        bytes = sum;
    }

    /// Makes the frames again, without the time of their capture.
    ///
    /// @param part its bytes; the frames share them
    void forEach(Track track, Payload part, Consumer<Frame> to) {
        int at = part.length() - bytes;
        for (int i = 0; i < dts.length; i++) {
            int length = fields[i * FIELDS + BYTES];
            to.accept(new Frame(track, dts[i], dts[i] + fields[i * FIELDS + COMPOSITION],
                    fields[i * FIELDS + FLAGS], part.slice(at, length), 0));
            at += length;
        }
    }
}
