package io.freshet.net.http.client;

import io.freshet.net.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// Takes one answer apart, in pieces of any size.
///
/// Strict where the end of a body depends on it: a length that is said twice, a chunk size that is
/// no number, or a line without its end is an error.
///
/// Spec: RFC 9112, 4, 5, 6.3 and 7.1.
///
/// Threading: confined to its loop.
final class AnswerReader {

    /// A chunk's size line, with extensions that we ignore.
    private static final int CHUNK_LINE_MAX = 256;
    private static final int TRAILER_BYTES_MAX = 4096;
    private static final int FIELDS_MAX = 100;
    /// A server that goes on promising gets no further.
    private static final int INTERIM_MAX = 8;
    private static final int SIZE_DIGITS_MAX = 8;

    /// Where the pieces go.
    interface Sink {

        void head(int status, HttpHeaders headers);

        /// @return false if nobody wants more
        boolean body(ByteBuf bytes);

        void end();
    }

    private enum Part { STATUS, FIELDS, LENGTH, CLOSE, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, OVER }

    private final int headBytesMax;
    private final StringBuilder line = new StringBuilder();
    /// What is in `line` has been used.
    private boolean whole;
    private final List<String> fields = new ArrayList<>();
    private Part part = Part.STATUS;
    private int status;
    private int headBytes;
    private int interims;
    private long left;

    AnswerReader(int headBytesMax) {
        this.headBytesMax = headBytesMax;
    }

    /// Whether the body is complete when the connection is closed.
    boolean endsWithConnection() {
        return part == Part.CLOSE;
    }

    void read(ByteBuf bytes, Sink sink) throws BadAnswer {
        while (bytes.isReadable()) {
            switch (part) {
                case STATUS, FIELDS -> {
                    if (takeLine(bytes, headBytesMax - headBytes, "head")) {
                        headLine(sink);
                    }
                }
                case LENGTH, CHUNK, CLOSE -> {
                    int count = part == Part.CLOSE ? bytes.readableBytes()
                            : (int) Math.min(left, bytes.readableBytes());
                    left -= count;
                    if (!sink.body(bytes.readSlice(count))) {
                        return;
                    }
                    if (part != Part.CLOSE && left == 0) {
                        bodyPartRead(sink);
                    }
                }
                case CHUNK_SIZE -> {
                    if (takeLine(bytes, CHUNK_LINE_MAX, "chunk size")) {
                        chunkSize();
                    }
                }
                case CHUNK_END -> {
                    if (takeLine(bytes, 2, "chunk")) {
                        if (!line.isEmpty()) {
                            throw new BadAnswer("chunk is longer than it says");
                        }
                        part = Part.CHUNK_SIZE;
                    }
                }
                case TRAILER -> {
                    if (takeLine(bytes, TRAILER_BYTES_MAX - headBytes, "trailer")) {
                        headBytes += line.length() + 2;
                        if (line.isEmpty()) {
                            end(sink);
                        }
                    }
                }
                case OVER -> throw new BadAnswer("bytes behind the end of the answer");
            }
        }
    }

    private void bodyPartRead(Sink sink) {
        if (part == Part.CHUNK) {
            part = Part.CHUNK_END;
        } else {
            end(sink);
        }
    }

    private void end(Sink sink) {
        part = Part.OVER;
        sink.end();
    }

    /// Whether the line is whole; it stands in `line` then, without its end.
    private boolean takeLine(ByteBuf bytes, int max, String what) throws BadAnswer {
        if (whole) {
            line.setLength(0);
            whole = false;
        }
        while (bytes.isReadable()) {
            int c = bytes.readByte() & 0xFF;
            if (c == '\n') {
                int last = line.length() - 1;
                if (last < 0 || line.charAt(last) != '\r') {
                    throw new BadAnswer(what + ": a line ends without a carriage return");
                }
                line.setLength(last);
                whole = true;
                return true;
            }
            if (line.length() >= max) {
                throw new BadAnswer(what + " is longer than its bound");
            }
            line.append((char) c);
        }
        return false;
    }

    private void headLine(Sink sink) throws BadAnswer {
        headBytes += line.length() + 2;
        String text = line.toString();
        if (part == Part.STATUS) {
            statusLine(text);
        } else if (text.isEmpty()) {
            headDone(sink);
        } else {
            field(text);
        }
    }

    private void statusLine(String text) throws BadAnswer {
        if (!text.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new BadAnswer("not an HTTP/1 answer");
        }
        status = Integer.parseInt(text, 9, 12, 10);
        part = Part.FIELDS;
    }

    private void field(String text) throws BadAnswer {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon);
        String value = text.substring(colon + 1).strip();
        boolean fit = !name.isEmpty() && name.chars().allMatch(HttpHeaders::isTokenChar)
                && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127);
        if (!fit || fields.size() >= 2 * FIELDS_MAX) {
            throw new BadAnswer(fit ? "more than " + FIELDS_MAX + " header fields"
                    : "not a header field");
        }
        fields.add(name);
        fields.add(value);
    }

    private void headDone(Sink sink) throws BadAnswer {
        HttpHeaders headers = HttpHeaders.parsed(fields);
        fields.clear();
        if (status < 200) {
            if (status == 101 || ++interims > INTERIM_MAX) {
                throw new BadAnswer("an answer of " + status + " was not asked for");
            }
            part = Part.STATUS;
            return;
        }
        long length = length(headers);
        headBytes = 0;
        sink.head(status, headers);
        if (status == 204 || status == 304 || part == Part.LENGTH && length == 0) {
            end(sink);
        }
        left = length;
    }

    /// Decides how the body ends.
    private long length(HttpHeaders headers) throws BadAnswer {
        List<String> coding = headers.all("Transfer-Encoding");
        List<String> lengths = headers.all("Content-Length");
        if (!coding.isEmpty()) {
            if (coding.size() > 1 || !coding.getFirst().equalsIgnoreCase("chunked")
                    || !lengths.isEmpty()) {
                throw new BadAnswer("a transfer coding that nobody asked for");
            }
            part = Part.CHUNK_SIZE;
            return 0;
        }
        if (lengths.isEmpty()) {
            part = Part.CLOSE;
            return 0;
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
            throw new BadAnswer("a Content-Length that is no number");
        }
        part = Part.LENGTH;
        return Long.parseLong(lengths.getFirst());
    }

    private void chunkSize() throws BadAnswer {
        int end = line.indexOf(";");
        String digits = (end < 0 ? line.toString() : line.substring(0, end)).strip();
        if (digits.isEmpty() || digits.length() > SIZE_DIGITS_MAX
                || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new BadAnswer("a chunk size that is no number");
        }
        left = Long.parseLong(digits, 16);
        part = left == 0 ? Part.TRAILER : Part.CHUNK;
    }
}
