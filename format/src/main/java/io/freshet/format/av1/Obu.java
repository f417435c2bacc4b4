package io.freshet.format.av1;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// Where an open bitstream unit lies in a buffer.
///
/// @param type     obu_type
/// @param extended whether the header has a second byte, with temporal and spatial id
/// @param sized    obu_has_size_field
/// @param start    of the header
/// @param body     of what follows header and size
/// @param end      of the unit
///
/// Spec: AV1 1.0.0, 5.3 and 4.10.5
record Obu(int type, boolean extended, boolean sized, int start, int body, int end) {

    static final int SEQUENCE_HEADER = 1;
    static final int TEMPORAL_DELIMITER = 2;
    static final int FRAME_HEADER = 3;
    static final int FRAME = 6;
    static final int PADDING = 15;
    static final int HAS_SIZE = 2;

    private static final int EXTENSION = 4;
    private static final int MAX_SIZE_BYTES = 8;

    /// The unit at `start`; one without a size reaches to the end of the buffer.
    static Obu at(ByteBuffer bytes, int start) throws MalformedMediaException {
        int header = bytes.get(start);
        if (header < 0) {
            throw new MalformedMediaException("obu_forbidden_bit is set", start);
        }
        boolean extended = (header & EXTENSION) != 0;
        boolean sized = (header & HAS_SIZE) != 0;
        int body = start + (extended ? 2 : 1);
        long size = 0;
        if (sized) {
            int shift = 0;
            int next;
            do {
                if (body >= bytes.limit() || shift == 7 * MAX_SIZE_BYTES) {
                    throw new MalformedMediaException("OBU size does not end", start);
                }
                next = bytes.get(body++);
                size |= (long) (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0);
        } else {
            size = (long) bytes.limit() - body;
        }
        if (size < 0 || size > bytes.limit() - body) {
            throw new MalformedMediaException("OBU of " + size + " bytes, "
                    + (bytes.limit() - body) + " left", start);
        }
        return new Obu(header >> 3, extended, sized, start, body, body + (int) size);
    }

    /// A view of what follows header and size.
    ByteBuffer body(ByteBuffer bytes) {
        return bytes.slice(body, end - body);
    }

    /// Bytes that [#writeSized] appends.
    int sizedLength() {
        return (extended ? 2 : 1) + sizeLength(end - body) + end - body;
    }

    /// Appends the unit with a size of the least number of bytes.
    void writeSized(ByteBuffer bytes, ByteBuffer target) {
        target.put((byte) (bytes.get(start) | HAS_SIZE));
        if (extended) {
            target.put(bytes.get(start + 1));
        }
        int left = end - body;
        while (left > 0x7F) {
            target.put((byte) (left | 0x80));
            left >>>= 7;
        }
        target.put((byte) left).put(body(bytes));
    }

    private static int sizeLength(int size) {
        int length = 1;
        for (int left = size; left > 0x7F; left >>>= 7) {
            length++;
        }
        return length;
    }
}
