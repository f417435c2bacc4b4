package io.freshet.control.hooks;

import java.util.List;

/// A list of texts in one column: none of them holds a line break.
final class TextList {

    private TextList() {
    }

    static String join(List<String> texts) {
        return String.join("\n", texts);
    }

    static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
}
