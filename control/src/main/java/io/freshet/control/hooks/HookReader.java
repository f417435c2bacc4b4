package io.freshet.control.hooks;

import io.freshet.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads one answer of HTTP/1.1 from a connection that is closed after it.
///
/// Spec: RFC 9112, 4, 5, 6.3 and 7.1.
///
/// Threading: confined to the request.
final class HookReader {

    private static final int LINE_BYTES_MAX = 8192;
    private static final int LINES_MAX = 100;
    /// A server may say "wait" and "hints follow" before it answers.
    private static final int INTERIM_MAX = 4;

    private final InputStream in;
    private final int bodyBytesMax;
    private int status;
    private boolean chunked;
    private long length;

    HookReader(InputStream in, int bodyBytesMax) {
        this.in = in;
        this.bodyBytesMax = bodyBytesMax;
    }

    HookAnswer read() throws IOException, HookFailure {
        int interim = 0;
        do {
            head();
            if (++interim > INTERIM_MAX) {
                throw bad("answers that are none");
            }
        } while (status < 200);
        return new HookAnswer(status, Bytes.wrap(body()));
    }

    private void head() throws IOException, HookFailure {
        String line = line();
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw bad("this is no HTTP/1.1");
        }
        status = Integer.parseInt(line.substring(9, 12));
        chunked = false;
        length = -1;
        for (int lines = 0;; lines++) {
            String field = line();
            if (field.isEmpty()) {
                return;
            }
            if (lines == LINES_MAX) {
                throw bad("too many header fields");
            }
            field(field);
        }
    }

    private void field(String field) throws HookFailure {
        int colon = field.indexOf(':');
        String name = colon < 0 ? "" : field.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = field.substring(colon + 1).strip();
        switch (name) {
            case "transfer-encoding" -> {
                if (!value.equalsIgnoreCase("chunked")) {
                    throw bad("a transfer coding that was not asked for");
                }
                chunked = true;
            }
            case "content-length" -> {
                if (!value.matches("[0-9]{1,18}")
                        || length >= 0 && length != Long.parseLong(value)) {
                    throw bad("a length that is none");
                }
                length = Long.parseLong(value);
            }
            default -> {
            }
        }
    }

    private byte[] body() throws IOException, HookFailure {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (chunked) {
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                copy(size, body);
                if (!line().isEmpty()) {
                    throw bad("a chunk that is longer than it says");
                }
            }
        } else if (length >= 0) {
            copy(length, body);
        } else {
            byte[] rest = in.readNBytes(bodyBytesMax + 1);
            check(rest.length);
            return rest;
        }
        return body.toByteArray();
    }

    private long chunkSize() throws IOException, HookFailure {
        String line = line();
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) {
            throw bad("a chunk without size");
        }
        return Long.parseLong(digits, 16);
    }

    private void copy(long count, ByteArrayOutputStream to) throws IOException, HookFailure {
        check(to.size() + count);
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException("the answer ends too early");
        }
        to.writeBytes(bytes);
    }

    private void check(long bytes) throws HookFailure {
        if (bytes > bodyBytesMax) {
            throw bad("the answer is longer than " + bodyBytesMax + " bytes");
        }
    }

    private String line() throws IOException, HookFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer ends too early");
            }
            if (line.size() == LINE_BYTES_MAX) {
                throw bad("a line that does not end");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static HookFailure bad(String why) {
        return new HookFailure(HookFailure.Kind.BAD_ANSWER, why);
    }
}
