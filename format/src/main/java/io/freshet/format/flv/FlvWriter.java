package io.freshet.format.flv;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;

/// The file around the tags: header, tag headers, and the size of each tag behind it.
///
/// ```
/// "FLV" 1, 00000A0V, 9 (32)                        header, then 0 (32)
/// TTTTTTTT, body length (24)                       tag
/// timestamp's low 24 bits, its high 8 bits, 0 (24)
/// body, 11 + body length (32)
/// ```
///
/// Threading: stateless.
/// Spec: Adobe Flash Video 10.1, E.2 to E.4.1
public final class FlvWriter {

    /// Header and the first size.
    public static final int HEADER_BYTES = 13;
    /// Before a body.
    public static final int TAG_HEADER_BYTES = 11;
    /// Behind a body.
    public static final int TAG_TRAILER_BYTES = 4;

    private FlvWriter() {
    }

    /// The first bytes of a file.
    public static Bytes header(boolean hasAudio, boolean hasVideo) {
        byte flags = (byte) ((hasAudio ? 4 : 0) | (hasVideo ? 1 : 0));
        return Bytes.wrap(new byte[] {'F', 'L', 'V', 1, flags, 0, 0, 0, 9, 0, 0, 0, 0});
    }

    /// How many bytes [#write] appends.
    public static int size(FlvTag tag) {
        return TAG_HEADER_BYTES + tag.bodyLength() + TAG_TRAILER_BYTES;
    }

    /// Appends one tag.
    ///
    /// @throws java.nio.BufferOverflowException if it does not fit
    public static void write(FlvTag tag, ByteBuffer target) {
        int bodyLength = tag.bodyLength();
        int timestamp = (int) tag.timestampMs();
        target.putInt(tag.type() << 24 | bodyLength);
        target.putInt(timestamp << 8 | timestamp >>> 24);
        target.putShort((short) 0).put((byte) 0);
        tag.prefix().writeTo(target);
        tag.payload().writeTo(target);
        target.putInt(TAG_HEADER_BYTES + bodyLength);
    }
}
