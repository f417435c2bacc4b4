package io.freshet.protocol.rtmp;

/// What stands before and behind the `?` of names and addresses.
final class Queries {

    /// Enough to recognise a name in a log line.
    private static final int PRINTED_CHARS_MAX = 100;

    private Queries() {
    }

    /// What stands before the `?`, fit for a log line; a user and password before `@` are hidden.
    static String withoutQuery(String text) {
        String path = path(text);
        int at = path.lastIndexOf('@');
        int scheme = path.indexOf("://");
        return printable(at < 0 || scheme < 0 || at < scheme ? path
                : path.substring(0, scheme + 3) + path.substring(at + 1));
    }

    /// What stands before the `?`.
    static String path(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    /// What stands behind the `?`, empty if there is none.
    static String query(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? "" : text.substring(mark + 1);
    }

    /// A peer's words, cut and without control characters.
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), PRINTED_CHARS_MAX); i++) {
            char c = text.charAt(i);
            printable.append(c < ' ' || c > '~' ? '?' : c);
        }
        return printable.toString();
    }
}
