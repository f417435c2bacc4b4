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

    static HttpHead parse(String text) throws PeerFault {
        String[] lines = text.split("\r?\n");
        String[] words = (lines.length == 0 ? "" : lines[0]).split(" ", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2
                || !words[1].matches("[1-5]\\d\\d")) {
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
        return new HttpHead(Integer.parseInt(words[1]), headers);
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
        String text = header("content-length").orElse("");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    /// Whether the server ends the connection after this answer.
    public boolean closes() {
        return header("connection").orElse("").toLowerCase(Locale.ROOT).contains("close");
    }
}
