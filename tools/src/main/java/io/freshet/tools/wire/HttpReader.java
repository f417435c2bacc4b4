package io.freshet.tools.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads a server's answers, one after the other, and hands their bodies on in the pieces they
/// come in.
///
/// Threading: confined to its connection.
///
/// Spec: RFC 9112, 4 to 7.
public final class HttpReader {

    /// Where answers go.
    public interface Sink {

        /// An answer begins.
        ///
        /// @throws PeerFault if it is not one to go on with
        void onHead(HttpHead head) throws PeerFault;

        /// A piece of its body, or of what follows a 101: from position to limit, to be consumed.
        ///
        /// @throws PeerFault if it cannot be used
        void onBody(ByteBuffer range) throws PeerFault;

        /// The answer is whole.
        ///
        /// @throws PeerFault if it cannot be used
        void onEnd() throws PeerFault;
    }

    private enum Part { HEAD, COUNTED, TO_THE_END, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER }

    /// A head with cookies and security headers is 2 KB.
    private static final int LINE_BYTES_MAX = 16 << 10;

    private byte[] line = new byte[512];
    private int lineBytes;
    private Part part = Part.HEAD;
    private long left;

    /// Reads all of `in`.
    ///
    /// @throws PeerFault if it is no HTTP, or if `sink` throws
    public void read(ByteBuffer in, Sink sink) throws PeerFault {
        while (in.hasRemaining()) {
            switch (part) {
                case HEAD -> head(in, sink);
                case COUNTED -> {
                    body(in, sink);
                    if (left == 0) {
                        end(sink);
                    }
                }
                case TO_THE_END -> sink.onBody(in);
                case CHUNK_SIZE -> chunkSize(in);
                case CHUNK -> {
                    body(in, sink);
                    part = left == 0 ? Part.CHUNK_END : part;
                }
                case CHUNK_END -> {
                    if (isLine(in)) {
                        part = Part.CHUNK_SIZE;
                        lineBytes = 0;
                    }
                }
                case TRAILER -> {
                    if (isLine(in)) {
                        boolean last = text().isBlank();
                        lineBytes = 0;
                        if (last) {
                            end(sink);
                        }
                    }
                }
            }
        }
    }

    private void body(ByteBuffer in, Sink sink) throws PeerFault {
        int count = (int) Math.min(left, in.remaining());
        int limit = in.limit();
        int end = in.position() + count;
        in.limit(end);
        sink.onBody(in);
        in.limit(limit);
        in.position(end);
        left -= count;
    }

    private void end(Sink sink) throws PeerFault {
        part = Part.HEAD;
        sink.onEnd();
    }

    private void head(ByteBuffer in, Sink sink) throws PeerFault {
        while (in.hasRemaining()) {
            if (!isLine(in)) {
                return;
            }
            int n = lineBytes;
            boolean blank = n >= 4 && line[n - 3] == '\n' && line[n - 2] == '\r'
                    || n >= 2 && line[n - 2] == '\n';
            if (blank) {
                HttpHead head = HttpHead.parse(text());
                lineBytes = 0;
                sink.onHead(head);
                begin(head, sink);
                return;
            }
        }
    }

    private void begin(HttpHead head, Sink sink) throws PeerFault {
        left = head.length();
        if (head.status() == 101) {
            part = Part.TO_THE_END;
        } else if (head.isChunked()) {
            part = Part.CHUNK_SIZE;
        } else if (left < 0) {
            part = Part.TO_THE_END;
        } else if (left == 0 || head.status() == 204 || head.status() == 304) {
            end(sink);
        } else {
            part = Part.COUNTED;
        }
    }

    private void chunkSize(ByteBuffer in) throws PeerFault {
        if (!isLine(in)) {
            return;
        }
        long size = 0;
        int digits = 0;
        for (; digits < lineBytes && Character.digit(line[digits], 16) >= 0; digits++) {
            size = size << 4 | Character.digit(line[digits], 16);
        }
        if (digits == 0 || digits > 8) {
            throw new PeerFault("bad HTTP chunk");
        }
        lineBytes = 0;
        left = size;
        part = size == 0 ? Part.TRAILER : Part.CHUNK;
    }

    /// Gathers up to the end of a line; whether it is there.
    private boolean isLine(ByteBuffer in) throws PeerFault {
        int end = in.position();
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        boolean whole = end < in.limit();
        int count = end - in.position() + (whole ? 1 : 0);
        if (count > LINE_BYTES_MAX - lineBytes) {
            throw new PeerFault("HTTP head too long");
        }
        if (lineBytes + count > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, lineBytes + count));
        }
        in.get(line, lineBytes, count);
        lineBytes += count;
        return whole;
    }

    private String text() {
        return new String(line, 0, lineBytes, StandardCharsets.ISO_8859_1);
    }
}
