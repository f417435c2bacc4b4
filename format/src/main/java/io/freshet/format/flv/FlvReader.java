package io.freshet.format.flv;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;

/// Takes a file or a pulled stream in pieces of any size and hands out its tags.
///
/// The size behind each tag is skipped unread: damaged files and live servers get it wrong, and
/// nobody who reads forwards needs it.
///
/// Threading: confined to its owner.
/// Spec: Adobe Flash Video 10.1, E.2 to E.4.1
public final class FlvReader {

    /// Where tags go.
    @FunctionalInterface
    public interface TagSink {

        /// One whole tag.
        ///
        /// @param type        8, 9 or 18; others occur and may be ignored
        /// @param timestampMs 0 to 2^32 - 1
        /// @param body        the sink's to keep
        void tag(int type, long timestampMs, Bytes body) throws MediaException;
    }

    private enum Part { FILE_HEADER, SKIPPED, SIZE, TAG_HEADER, BODY }

    private static final int FILE_HEADER_BYTES = 9;
    /// Files with a longer header have not been seen; the field could make us skip 4 GB.
    private static final int MAX_FILE_HEADER_BYTES = 1024;
    private static final int FILTERED = 0x20;

    private Part part = Part.FILE_HEADER;
    private byte[] piece = new byte[FILE_HEADER_BYTES];
    private int filled;
    private int type;
    private long timestampMs;

    /// Consumes all of `chunk`.
    ///
    /// @throws MediaException if it is no FLV, or if `sink` throws; this reader is of no use then
    public void read(ByteBuffer chunk, TagSink sink) throws MediaException {
        while (chunk.hasRemaining() || piece.length == filled) {
            int count = Math.min(chunk.remaining(), piece.length - filled);
            chunk.get(piece, filled, count);
            filled += count;
            if (filled < piece.length) {
                return;
            }
            byte[] whole = piece;
            filled = 0;
            switch (part) {
                case FILE_HEADER -> fileHeader(ByteBuffer.wrap(whole));
                case SKIPPED -> expect(Part.SIZE, FlvWriter.TAG_TRAILER_BYTES);
                case SIZE -> expect(Part.TAG_HEADER, FlvWriter.TAG_HEADER_BYTES);
                case TAG_HEADER -> tagHeader(ByteBuffer.wrap(whole));
                case BODY -> {
                    expect(Part.SIZE, FlvWriter.TAG_TRAILER_BYTES);
                    sink.tag(type, timestampMs, Bytes.wrap(whole));
                }
            }
        }
    }

    /// Whether no tag has been begun and not ended; a file that ends elsewhere was cut.
    public boolean isBetweenTags() {
        return part == Part.SIZE || part == Part.TAG_HEADER && filled == 0;
    }

    private void fileHeader(ByteBuffer header) throws MediaException {
        if (header.getInt() >>> 8 != ('F' << 16 | 'L' << 8 | 'V')) {
            throw new MalformedMediaException("FLV: no FLV signature", 0);
        }
        int version = header.get(3);
        if (version != 1) {
            throw new UnsupportedMediaException("FLV version " + version);
        }
        int size = header.getInt(5);
        if (size < FILE_HEADER_BYTES || size > MAX_FILE_HEADER_BYTES) {
            throw new MalformedMediaException("FLV: header of " + size + " bytes", 5);
        }
        expect(Part.SKIPPED, size - FILE_HEADER_BYTES);
    }

    private void tagHeader(ByteBuffer header) throws MediaException {
        int typeAndSize = header.getInt();
        int stamp = header.getInt();
        type = typeAndSize >>> 24 & 0x1F;
        timestampMs = (stamp >>> 8 | stamp << 24) & 0xFFFF_FFFFL;
        int size = typeAndSize & 0xFF_FFFF;
        if ((typeAndSize >>> 24 & FILTERED) != 0) {
            throw new UnsupportedMediaException("encrypted FLV");
        }
        if (size > FlvTag.MAX_BODY_BYTES) {
            throw new MalformedMediaException("FLV: tag of " + size + " bytes, at most "
                    + FlvTag.MAX_BODY_BYTES, 1);
        }
        expect(Part.BODY, size);
    }

    private void expect(Part next, int bytes) {
        part = next;
        piece = new byte[bytes];
    }
}
