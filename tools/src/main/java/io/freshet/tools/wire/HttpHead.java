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
        // One character is no regular expression to Java; the CR before it is stripped.
        String[] lines = text.split("\n");
        String[] words = (lines.length == 0 ? "" : lines[0].stripTrailing()).split(" ", 3);
        int status = words.length < 2 ? 0 : status(words[1]);
        if (!words[0].startsWith("HTTP/1.") || status == 0) {
            throw new PeerFault("no HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(status, headers);
    }

    /// A status of 100 to 599; 0 if it is none.
    public static int status(String text) {
        long status = text.length() == 3 ? number(text) : 0;
        return status < 100 || status > 599 ? 0 : (int) status;
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
