package io.freshet.format.vp9;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;

/// One frame or superframe as a frame's payload, and what its header says about it.
///
/// @param payload the same bytes, contiguous
/// @param flags   as in [Frame]: KEY if the first frame is a key frame; DROPPABLE if it is the only
///                one and no reference slot takes it
/// @param header  of the first frame
///
/// Spec: VP9 0.7, 6.1, 6.2 and annex B
public record Vp9Frame(Payload payload, int flags, Vp9Header header) {

    /// @param frame may be shared by the result
    public static Vp9Frame parse(Payload frame) throws MalformedMediaException {
        Payload whole = frame.slices().length > 1 ? Bytes.wrap(frame.toArray()) : frame;
        if (whole.length() == 0) {
            throw new MalformedMediaException("VP9 frame is empty", 0);
        }
        ByteBuffer bytes = whole.buffer();
        Vp9Header header = Vp9Header.parse(bytes);
        int flags = header.key() ? Frame.KEY
                : header.refreshes() == 0 && !isSuperframe(bytes) ? Frame.DROPPABLE : 0;
        return new Vp9Frame(whole, flags, header);
    }

    /// Pixels; 0 if this is no key frame.
    public int width() {
        return header.picture().width();
    }

    /// Pixels; 0 if this is no key frame.
    public int height() {
        return header.picture().height();
    }

    private static boolean isSuperframe(ByteBuffer bytes) {
        int marker = bytes.get(bytes.limit() - 1) & 0xFF;
        int frames = 1 + (marker & 7);
        int sizeBytes = 1 + (marker >> 3 & 3);
        int index = bytes.limit() - 2 - frames * sizeBytes;
        return marker >> 5 == 6 && index >= 0 && (bytes.get(index) & 0xFF) == marker;
    }
}
