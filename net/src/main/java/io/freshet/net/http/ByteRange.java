package io.freshet.net.http;

import java.util.Locale;
import java.util.Optional;

/// One part of a body that a client asked for.
///
/// Of several ranges none is served: the answer is the whole body, as the specification allows.
///
/// Spec: RFC 9110, 14.
///
/// @param offset first byte
/// @param count  at least 1
public record ByteRange(long offset, long count) {
    /// What a Range header means for a body.
    public sealed interface Answer {
        /// Answer 200 with everything: no range, one that we do not serve, or nonsense.
        record Whole() implements Answer {}

        /// Answer 206 with this part.
        record Part(ByteRange range) implements Answer {}

        /// Answer 416 with `Content-Range: bytes */length`.
        record Unsatisfiable() implements Answer {}
    }

    /// Parses a Range header for a body of `length` bytes.
    public static Answer parse(Optional<String> header, long length) {
        String text = header.map(h -> h.strip().toLowerCase(Locale.ROOT)).orElse("");
        int dash = text.indexOf('-');
        if (!text.startsWith("bytes=") || dash < 0 || text.indexOf(',') >= 0) {
            return new Answer.Whole();
        }
        String first = text.substring("bytes=".length(), dash).strip();
        String last = text.substring(dash + 1).strip();
        if (!isNumber(first) || !isNumber(last) || first.isEmpty() && last.isEmpty()) {
            return new Answer.Whole();
        }
        if (first.isEmpty()) {
            long count = Math.min(Long.parseLong(last), length);
            return count == 0
                    ? new Answer.Unsatisfiable()
                    : new Answer.Part(new ByteRange(length - count, count));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return new Answer.Whole();
        }
        if (from >= length) {
            return new Answer.Unsatisfiable();
        }
        return new Answer.Part(new ByteRange(from, Math.min(to, length - 1) - from + 1));
    }

    /// The Content-Range field for this part.
    public String contentRange(long length) {
        return "bytes " + offset + "-" + (offset + count - 1) + "/" + length;
    }

    /// Empty, or at most 18 digits: beyond that no file goes, and a long never overflows.
    private static boolean isNumber(String text) {
        return text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
