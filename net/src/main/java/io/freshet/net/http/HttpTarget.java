package io.freshet.net.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// What a request asks for: a path decoded once and normalised, and the query as it came.
///
/// Refused: control characters, NUL, invalid UTF-8, `.` and `..` segments, encoded slashes and
/// backslashes, since two readers could understand them differently. Repeated slashes become one.
///
/// Spec: RFC 9112, 3.2; RFC 3986, 3.3 and 3.4.
///
/// @param path  decoded; begins with a slash, or is `*`
/// @param query not decoded, without the question mark; empty if there is none
public record HttpTarget(String path, String query) {
    /// Longer than any URL we give out with a token in it.
    public static final int PATH_CHARS_MAX = 2048;
    /// Room for a signed token beside the parameters of a playlist.
    public static final int QUERY_CHARS_MAX = 4096;
    private static final int PARAMETERS_MAX = 64;

    /// Parses the second word of a request line, or `:path`.
    public static HttpTarget parse(String raw) throws BadRequest {
        if (raw.equals("*")) {
            return new HttpTarget("*", "");
        }
        String rest = withoutAuthority(raw);
        int mark = rest.indexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        if (path.length() > PATH_CHARS_MAX || query.length() > QUERY_CHARS_MAX) {
            throw new BadRequest(414, "target too long");
        }
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c <= ' ' || c >= 127 || c == '#') {
                throw new BadRequest(400, "character not allowed in target");
            }
        }
        return new HttpTarget(normalised(decode(path, false)), query);
    }

    /// The absolute form, which a proxy would send, is as good as the origin form.
    private static String withoutAuthority(String raw) throws BadRequest {
        if (raw.startsWith("/")) {
            return raw;
        }
        String lower = raw.substring(0, Math.min(8, raw.length())).toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new BadRequest(400, "target must begin with a slash");
        }
        int from = raw.indexOf("://") + 3;
        for (int i = from; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '/') {
                return raw.substring(i);
            }
            if (c == '?' || c == '#') {
                return "/" + raw.substring(i);
            }
        }
        return "/";
    }

    private static String normalised(String path) throws BadRequest {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < ' ' || c == 127 || c == '\\') {
                throw new BadRequest(400, "character not allowed in path");
            }
            if (c != '/' || out.isEmpty() || out.charAt(out.length() - 1) != '/') {
                out.append(c);
            }
        }
        for (String segment : out.toString().split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new BadRequest(400, "dot segments are not allowed");
            }
        }
        return out.toString();
    }

    /// The first parameter of this name, decoded; one that cannot be decoded counts as absent.
    public Optional<String> parameter(String name) {
        int from = 0;
        for (int n = 0; n < PARAMETERS_MAX && from <= query.length(); n++) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', from);
            boolean bare = equals < 0 || equals > end;
            try {
                if (decode(query.substring(from, bare ? end : equals), true).equals(name)) {
                    return Optional.of(bare ? "" : decode(query.substring(equals + 1, end), true));
                }
            } catch (BadRequest _) {
                // Another parameter may still be fine.
            }
            from = end + 1;
        }
        return Optional.empty();
    }

    private static int hexPair(String text, int at) throws BadRequest {
        int high = at + 1 < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw new BadRequest(400, "broken percent encoding");
        }
        return high << 4 | low;
    }

    private static String decode(String text, boolean inQuery) throws BadRequest {
        if (text.indexOf('%') < 0 && (!inQuery || text.indexOf('+') < 0)) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = hexPair(text, i + 1);
                if (!inQuery && (value == '/' || value == '\\')) {
                    throw new BadRequest(400, "encoded slash in path");
                }
                bytes.put((byte) value);
                i += 2;
            } else {
                bytes.put(inQuery && c == '+' ? (byte) ' ' : (byte) c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException broken) {
            throw new BadRequest(400, "target is not UTF-8");
        }
    }
}
