package io.freshet.control.api;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// Lists of which one more was looked for than a page has.
public final class Pages {

    private Pages() {
    }

    /// @param cursor of the last item of a page: where the next one begins
    public static <T> ApiAnswer answer(List<T> found, Page page, Function<T, String> cursor,
            BiConsumer<T, JsonGenerator> each) {
        List<T> items = found.subList(0, Math.min(found.size(), page.limit()));
        Optional<String> next = found.size() > page.limit()
                ? Optional.of(cursor.apply(items.getLast())) : Optional.empty();
        return ApiAnswer.page(items, next, each);
    }
}
