package io.freshet.net.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The head of an HTTP/1 request, parsed strictly: what can be read in two ways is refused.
///
/// Spec: RFC 9112, 2 to 6.
///
/// Threading: immutable.
record Http1Head(Line line, Fields fields) {
    /// Longer than any target that we accept, with method and version.
    static final int LINE_BYTES_MAX = 8 << 10;
    /// Cookies of other services on the same host included.
    static final int HEAD_BYTES_MAX = 16 << 10;
    /// Browsers send about 20.
    static final int FIELDS_MAX = 100;

    /// The request line.
    record Line(String method, HttpTarget target, boolean http11) {

        /// Parses it without its CRLF.
        static Line parse(String text) throws BadRequest {
            String[] words = text.split(" ", -1);
            if (words.length != 3 || words[0].isEmpty() || words[0].length() > 20
                    || !words[0].chars().allMatch(HttpHeaders::isTokenChar)) {
                throw new BadRequest(400, "malformed request line");
            }
            boolean http11 = switch (words[2]) {
                case "HTTP/1.1" -> true;
                case "HTTP/1.0" -> false;
                default -> throw new BadRequest(
                        words[2].startsWith("HTTP/") ? 505 : 400, "unknown protocol version");
            };
            return new Line(words[0], HttpTarget.parse(words[1]), http11);
        }
    }

    /// All fields, and what they say of the connection.
    ///
    /// @param length           of the body: -1 when it comes in chunks
    /// @param keepsAlive       the connection may serve another request after this one
    /// @param expectsContinue  the client waits for `100 Continue`
    record Fields(HttpHeaders headers, long length, boolean keepsAlive, boolean expectsContinue) {

        /// Parses the lines between the request line and the empty one, without the last CRLF.
        static Fields parse(String text, boolean http11) throws BadRequest {
            HttpHeaders headers = HttpHeaders.parsed(Http1Head.lines(text));
            if (http11 && headers.all("Host").size() != 1) {
                throw new BadRequest(400, "exactly one Host field is needed");
            }
            boolean keeps = http11 ? !headers.names("Connection", "close")
                    : headers.names("Connection", "keep-alive");
            return new Fields(headers, Http1Head.length(headers, http11), keeps,
                    Http1Head.expectation(headers) && http11);
        }
    }

    String method() {
        return line.method();
    }

    HttpTarget target() {
        return line.target();
    }

    HttpHeaders headers() {
        return fields.headers();
    }

    boolean http11() {
        return line.http11();
    }

    /// Of the body: -1 when it comes in chunks.
    long length() {
        return fields.length();
    }

    private static List<String> lines(String text) throws BadRequest {
        List<String> flat = new ArrayList<>(32);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\r\n", at);
            end = end < 0 ? text.length() : end;
            int colon = text.indexOf(':', at);
            if (colon <= at || colon > end) {
                throw new BadRequest(400, "malformed header line");
            }
            String name = text.substring(at, colon);
            String value = trimmed(text.substring(colon + 1, end));
            if (!name.chars().allMatch(HttpHeaders::isTokenChar)
                    || !value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127)) {
                throw new BadRequest(400, "character not allowed in header");
            }
            if (flat.size() >= 2 * FIELDS_MAX) {
                throw new BadRequest(431, "too many header fields");
            }
            flat.add(name);
            flat.add(value);
            at = end + 2;
        }
        return flat;
    }

    /// Without spaces and tabs around it; other controls stay and are refused.
    private static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && (value.charAt(from) == ' ' || value.charAt(from) == '\t')) {
            from++;
        }
        while (to > from && (value.charAt(to - 1) == ' ' || value.charAt(to - 1) == '\t')) {
            to--;
        }
        return value.substring(from, to);
    }

    private static long length(HttpHeaders headers, boolean http11) throws BadRequest {
        List<String> lengths = headers.all("Content-Length");
        List<String> codings = headers.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!http11 || !lengths.isEmpty()) {
                throw new BadRequest(400, "ambiguous body length");
            }
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new BadRequest(501, "unknown transfer coding");
            }
            return -1;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        String only = lengths.getFirst();
        if (lengths.size() > 1 || only.isEmpty() || only.length() > 18
                || !only.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadRequest(400, "malformed Content-Length");
        }
        return Long.parseLong(only);
    }

    private static boolean expectation(HttpHeaders headers) throws BadRequest {
        Optional<String> expectation = headers.first("Expect");
        if (expectation.isPresent() && !expectation.get().equalsIgnoreCase("100-continue")) {
            throw new BadRequest(417, "unknown expectation");
        }
        return expectation.isPresent();
    }
}
