package io.freshet.control.store;

/// Patterns of SQL's LIKE with `!` as the escape.
public final class Like {

    private Like() {
    }

    /// Texts in which `part` occurs.
    public static String part(String part) {
        return "%" + escaped(part) + "%";
    }

    /// Texts that begin with `head`.
    public static String head(String head) {
        return escaped(head) + "%";
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
