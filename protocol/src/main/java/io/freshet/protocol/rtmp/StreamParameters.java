package io.freshet.protocol.rtmp;

import io.freshet.media.BadNameException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters that came with a stream's name: keys, tokens, options.
///
/// @param all decoded, by name
public record StreamParameters(Map<String, String> all) {

    /// Tokens need two or three, players some more.
    static final int COUNT_MAX = 16;
    static final int NAME_CHARS_MAX = 64;
    /// A signed token with a few claims has 300 to 1 000 characters.
    static final int VALUE_CHARS_MAX = 2048;

    /// None at all.
    public static final StreamParameters NONE = new StreamParameters(Map.of());

    public StreamParameters {
        all = Map.copyOf(all);
    }

    /// The value of that name.
    public Optional<String> value(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /// Reads `name=value&name=value`; of equal names the first in the first query counts.
    ///
    /// @throws BadNameException if there are too many or one is too long
    static StreamParameters parse(String... queries) throws BadNameException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String query : queries) {
            if (query.length() > COUNT_MAX * VALUE_CHARS_MAX) {
                throw new BadNameException("query is too long");
            }
            for (String pair : query.split("&", COUNT_MAX + 2)) {
                add(all, pair);
            }
        }
        return new StreamParameters(all);
    }

    private static void add(Map<String, String> all, String pair) throws BadNameException {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (name.isEmpty()) {
            return;
        }
        if (name.length() > NAME_CHARS_MAX || value.length() > VALUE_CHARS_MAX) {
            throw new BadNameException("a parameter is longer than " + VALUE_CHARS_MAX
                    + " characters, or its name than " + NAME_CHARS_MAX);
        }
        all.putIfAbsent(name, value);
        if (all.size() > COUNT_MAX) {
            throw new BadNameException("more than " + COUNT_MAX + " parameters");
        }
    }

    /// Percent signs only: in a token, a plus is a plus.
    private static String decode(String text) throws BadNameException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(utf8.length);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                decoded.write(utf8[i]);
                continue;
            }
            int high = i + 2 < utf8.length ? Character.digit(utf8[i + 1], 16) : -1;
            int low = i + 2 < utf8.length ? Character.digit(utf8[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new BadNameException("a parameter has a broken percent escape");
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /// The names alone: values may be secret.
    @Override
    public String toString() {
        return Queries.printable(all.keySet().toString());
    }
}
