package io.freshet.net.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Heads that were parsed lately: a thousand viewers ask for the same playlist, and a player sends
/// the same fields with every request.
///
/// Request lines and fields are remembered apart, each by all of its bytes; a place is taken by
/// the last one whose hash falls on it. What names a person is not remembered.
///
/// Threading: confined to one loop.
final class HeadMemory {
    /// A power of two. Kinds of player times files that are asked for now; with the bound below at
    /// most half a megabyte.
    private static final int PLACES = 128;
    /// Longer ones hold something that is different for each client.
    private static final int BYTES_MAX = 1024;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final @Nullable Known<Http1Head.Line>[] lines = places();
    private final @Nullable Known<Http1Head.Fields>[] fields = places();

    /// Threading: immutable.
    private static final class Known<T> {
        private final byte[] bytes;
        private final T parsed;

        Known(byte[] bytes, T parsed) {
            this.bytes = bytes;
            this.parsed = parsed;
        }

        boolean is(byte[] head, int from, int to) {
            return Arrays.equals(bytes, 0, bytes.length, head, from, to);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Known<T>[] places() {
        return new Known[PLACES];
    }

    /// Parses a head that ends with its empty line.
    ///
    /// @param head request line and fields, without the last CRLF CRLF; not kept
    Http1Head parse(byte[] head) throws BadRequest {
        int lineEnd = 0;
        while (lineEnd < head.length
                && !(head[lineEnd] == '\r' && at(head, lineEnd + 1) == '\n')) {
            lineEnd++;
        }
        Http1Head.Line line = line(head, lineEnd);
        int from = Math.min(head.length, lineEnd + 2);
        return new Http1Head(line, fields(head, from, line.http11()));
    }

    private static int at(byte[] head, int index) {
        return index < head.length ? head[index] : -1;
    }

    private Http1Head.Line line(byte[] head, int end) throws BadRequest {
        int place = place(head, 0, end);
        Known<Http1Head.Line> known = lines[place];
        if (known != null && known.is(head, 0, end)) {
            return known.parsed;
        }
        Http1Head.Line parsed = Http1Head.Line.parse(text(head, 0, end));
        if (end <= BYTES_MAX) {
            lines[place] = new Known<>(Arrays.copyOf(head, end), parsed);
        }
        return parsed;
    }

    private Http1Head.Fields fields(byte[] head, int from, boolean http11) throws BadRequest {
        int place = place(head, from, head.length);
        Known<Http1Head.Fields> known = http11 ? fields[place] : null;
        if (known != null && known.is(head, from, head.length)) {
            return known.parsed;
        }
        String text = text(head, from, head.length);
        Http1Head.Fields parsed = Http1Head.Fields.parse(text, http11);
        HttpHeaders headers = parsed.headers();
        boolean personal = headers.first("Authorization").isPresent()
                || headers.first("Cookie").isPresent();
        if (http11 && !personal && head.length - from <= BYTES_MAX) {
            fields[place] = new Known<>(Arrays.copyOfRange(head, from, head.length), parsed);
        }
        return parsed;
    }

    private static String text(byte[] head, int from, int to) {
        return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int place(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * MIX;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ bytes[at]) * MIX;
        }
        return (int) (hash >>> 40) & (PLACES - 1);
    }
}
