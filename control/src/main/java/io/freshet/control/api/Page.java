package io.freshet.control.api;

import java.util.Optional;

/// Which part of a list is asked for.
///
/// @param limit  items, 1 to 500
/// @param cursor where to go on, as the answer before gave it; what it means is the list's affair
public record Page(int limit, Optional<String> cursor) {

    static final int STANDARD = 50;
    static final int MAX = 500;
    /// Longer than any cursor of ours: a stream's key with every byte escaped is 1 200.
    static final int CURSOR_CHARS_MAX = 1500;

    static Page of(Optional<String> limit, Optional<String> cursor) throws ApiProblem {
        int count = STANDARD;
        if (limit.isPresent()) {
            String text = limit.get();
            if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1
                    || Integer.parseInt(text) > MAX) {
                throw new ApiProblem(400, "limit is a whole number, 1 to " + MAX);
            }
            count = Integer.parseInt(text);
        }
        if (cursor.isPresent() && cursor.get().length() > CURSOR_CHARS_MAX) {
            throw new ApiProblem(400, "cursor is not one that an answer gave");
        }
        return new Page(count, cursor);
    }
}
