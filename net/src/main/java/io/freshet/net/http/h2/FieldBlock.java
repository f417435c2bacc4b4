package io.freshet.net.http.h2;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes the fields of answers so that they are the same bytes on every connection: as literals
/// that the peer does not remember, and without Huffman's code.
///
/// That is some 100 bytes more for each answer than with a table of each connection, in front of
/// kilobytes of media; in return fields that many answers have are encoded once.
///
/// Spec: RFC 7541, 5.1, 5.2, 6.1, 6.2.2, 6.3 and appendix A
public final class FieldBlock {
    /// The peer need not keep a table for us: said once, before everything else.
    static final int NO_TABLE = 0x20;

    private static final int INDEXED = 0x80;
    /// A literal with a name of the static table that fits into the first byte has up to 14.
    private static final int NAME_PREFIX_MAX = 15;
    private static final int LENGTH_PREFIX_MAX = 127;
    private static final int STATUS = 8;
    private static final int CONTENT_LENGTH = 28;
    private static final int DATE = 33;
    private static final Map<Integer, Integer> STATUSES =
            Map.of(200, 8, 204, 9, 206, 10, 304, 11, 400, 12, 404, 13, 500, 14);
    private static final Map<String, Integer> NAMES = Map.of("accept-ranges", 18,
            "access-control-allow-origin", 20, "cache-control", 24, "content-encoding", 26,
            "content-range", 30, "content-type", 31, "etag", 34, "location", 46,
            "vary", 59, "www-authenticate", 61);

    private FieldBlock() {
    }

    /// Adds one field.
    ///
    /// @param name in lower case
    public static void add(ByteArrayOutputStream out, String name, String value) {
        Integer known = NAMES.get(name);
        if (known == null) {
            out.write(0);
            addText(out, name);
        } else {
            out.write(NAME_PREFIX_MAX);
            out.write(known - NAME_PREFIX_MAX);
        }
        addText(out, value);
    }

    private static void addText(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < LENGTH_PREFIX_MAX) {
            out.write(bytes.length);
        } else {
            out.write(LENGTH_PREFIX_MAX);
            int rest = bytes.length - LENGTH_PREFIX_MAX;
            while (rest >= 0x80) {
                out.write(rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    /// As every block must begin.
    static void status(ByteBuf out, int status) {
        Integer known = STATUSES.get(status);
        if (known == null) {
            out.writeByte(STATUS);
            shortText(out, Integer.toString(status));
        } else {
            out.writeByte(INDEXED | known);
        }
    }

    static void date(ByteBuf out, String date) {
        out.writeByte(NAME_PREFIX_MAX).writeByte(DATE - NAME_PREFIX_MAX);
        shortText(out, date);
    }

    static void contentLength(ByteBuf out, long bytes) {
        out.writeByte(NAME_PREFIX_MAX).writeByte(CONTENT_LENGTH - NAME_PREFIX_MAX);
        shortText(out, Long.toString(bytes));
    }

    /// Below [#LENGTH_PREFIX_MAX] characters.
    private static void shortText(ByteBuf out, String text) {
        out.writeByte(text.length());
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
