package io.freshet.net.http;

import java.util.Optional;

/// Compares entity tags.
///
/// Spec: RFC 9110, 8.8.3 and 13.1.2.
public final class EntityTag {
    private EntityTag() {}

    /// A strong tag around text without quotes.
    public static String of(String opaque) {
        if (opaque.isEmpty() || !opaque.chars().allMatch(c -> c > ' ' && c < 127 && c != '"')) {
            throw new IllegalArgumentException("not an entity tag");
        }
        return '"' + opaque + '"';
    }

    /// Whether If-None-Match names this tag, so that 304 is the answer.
    public static boolean matches(Optional<String> ifNoneMatch, String tag) {
        String wanted = ifNoneMatch.map(String::strip).orElse("");
        if (wanted.equals("*")) {
            return true;
        }
        int at = 0;
        while (at < wanted.length()) {
            int open = wanted.indexOf('"', at);
            int close = open < 0 ? -1 : wanted.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            if (wanted.substring(open, close + 1).equals(tag)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }
}
