package io.freshet.control.access.routes;

import io.freshet.control.access.keep.AccessDesk;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.token.Secrets;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Body;
import io.freshet.control.api.Page;
import io.freshet.live.session.Sessions;
import io.freshet.media.Clock;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// What the routes of this package share.
///
/// Threading: immutable; what it holds is shared.
public record Desks(AccessDesk desk, Sessions sessions, Audit audit, Clock clock,
        SecureRandom random) {

    private static final int ID_CHARS = 26;
    static final int NAME_CHARS_MAX = 100;

    String newId() {
        return Secrets.random(ID_CHARS, random);
    }

    /// What is wrong with a rule is what is wrong with the request.
    static ApiProblem bad(BadRuleException rule) {
        return new ApiProblem(422, String.valueOf(rule.getMessage()));
    }

    /// A page of a list in memory; the cursor is the last one's id.
    static <T> ApiAnswer page(ApiCall call, List<T> all, Function<T, String> id,
            BiConsumer<T, JsonGenerator> each) throws ApiProblem {
        Page page = call.page();
        int from = 0;
        if (page.cursor().isPresent()) {
            while (from < all.size() && !id.apply(all.get(from)).equals(page.cursor().get())) {
                from++;
            }
            if (from == all.size()) {
                throw new ApiProblem(400, "what the cursor stands at is gone; begin again");
            }
            from++;
        }
        List<T> items = all.subList(from, Math.min(all.size(), from + page.limit()));
        Optional<String> next = from + items.size() < all.size()
                ? Optional.of(id.apply(items.getLast())) : Optional.empty();
        return ApiAnswer.page(items, next, each);
    }

    /// A time in the future, or `Long.MAX_VALUE` if the body names none.
    long expiry(Body body, String name) throws ApiProblem {
        long at = body.optionalNumber(name).orElse(Long.MAX_VALUE);
        if (at <= clock.wallMs()) {
            throw body.wrong(name, "a time to come, in Unix milliseconds");
        }
        return at;
    }
}
