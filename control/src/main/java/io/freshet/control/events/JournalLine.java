package io.freshet.control.events;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One line of the journal: the check sum of the JSON in eight hex digits, a space, the JSON.
final class JournalLine {

    /// An event has at most 24 facts of 400 characters; escaped, each may take six.
    static final int BYTES_MAX = 96 << 10;
    private static final int HEAD_CHARS = 9;

    private JournalLine() {
    }

    /// The line with its end.
    static byte[] write(LoggedEvent event) {
        String json = EventJson.text(event);
        return (sum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// The event; empty if the line is damaged.
    static Optional<LoggedEvent> parse(byte[] line, int offset, int length) {
        String text = new String(line, offset, length, StandardCharsets.UTF_8);
        if (text.length() <= HEAD_CHARS || text.charAt(HEAD_CHARS - 1) != ' ') {
            return Optional.empty();
        }
        String json = text.substring(HEAD_CHARS);
        return sum(json).equals(text.substring(0, HEAD_CHARS - 1))
                ? EventJson.parse(json) : Optional.empty();
    }

    private static String sum(String json) {
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
