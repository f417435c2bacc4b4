package io.freshet.tools.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Status line and headers of an answer.
///
/// @param status  100 to 599
/// @param headers by name in lower case; the last of equal names
///
/// Spec: RFC 9112, 4 and 5.
public record HttpHead(int status, Map<String, String> headers) {

    public HttpHead {
        headers = Map.copyOf(headers);
    }

    /// @throws PeerFault if it is no HTTP
    static HttpHead parse(String text) throws PeerFault {
        int end = lineEnd(text, 0);
        int status = status(text.substring(0, end));
        Map<String, String> headers = new HashMap<>();
        while (end + 1 < text.length()) {
            int at = end + 1;
            end = lineEnd(text, at);
            int colon = text.indexOf(':', at);
            if (colon > at && colon < end) {
                headers.put(text.substring(at, colon).toLowerCase(Locale.ROOT),
                        text.substring(colon + 1, end).strip());
            }
        }
        return new HttpHead(status, headers);
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static int status(String line) throws PeerFault {
        int from = line.indexOf(' ') + 1;
        int to = line.length() > from + 3 && line.charAt(from + 3) == ' ' ? from + 3
                : line.stripTrailing().length();
        long status = to - from == 3 ? number(line.substring(from, to)) : -1;
        if (!line.startsWith("HTTP/1.") || status < 100 || status > 599) {
            throw new PeerFault("no HTTP");
        }
        return (int) status;
    }

    /// A number of 1 to 18 digits and nothing else; -1 if it is none.
    private static long number(String text) {
        long number = text.isEmpty() || text.length() > 18 ? -1 : 0;
        for (int i = 0; i < text.length() && number >= 0; i++) {
            int digit = text.charAt(i) - '0';
            number = digit < 0 || digit > 9 ? -1 : 10 * number + digit;
        }
        return number;
    }

    /// The header of that name in lower case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean isChunked() {
        return header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked");
    }

    /// Length of the body; -1 if not said.
    long length() {
        return number(header("content-length").orElse(""));
    }

    /// Whether the server ends the connection after this answer.
    public boolean closes() {
        return header("connection").orElse("").toLowerCase(Locale.ROOT).contains("close");
    }
}
