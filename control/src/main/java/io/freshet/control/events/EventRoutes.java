package io.freshet.control.events;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Need;
import io.freshet.control.api.Page;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What happened, over the API: as a list, and as it happens.
///
/// Threading: immutable but for the count of readers.
public final class EventRoutes {

    private static final Pattern ID = Pattern.compile("[0-9a-z]{10,40}");
    /// Each has a thread and a connection; the port takes 128.
    private static final int READERS_MAX = 64;

    private final EventLog log;
    private final Database database;
    private final Semaphore readers = new Semaphore(READERS_MAX);

    public EventRoutes(EventLog log, Database database) {
        this.log = log;
        this.database = database;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/api/v1/events", new Need.SignedIn(), this::list),
                new ApiRoute("GET", "/api/v1/events/live", new Need.SignedIn(), this::follow));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem, StoreAwayException {
        EventFilter filter = filter(call);
        Page page = call.page();
        String before = id(page.cursor(), "cursor").orElse("");
        Optional<Long> to = call.queryNumber("to");
        if (to.isPresent()) {
            String end = EventIds.floor(to.get());
            before = before.isEmpty() || end.compareTo(before) < 0 ? end : before;
        }
        String from = call.queryNumber("from").map(EventIds::floor).orElse("");
        EventStore.Range range = new EventStore.Range(from, before, true, page.limit() + 1);
        List<LoggedEvent> found = database.read(handle ->
                EventStore.list(handle, filter, range));
        boolean more = found.size() > page.limit();
        List<LoggedEvent> shown = more ? found.subList(0, page.limit()) : found;
        return ApiAnswer.page(shown, more ? Optional.of(shown.getLast().id()) : Optional.empty(),
                EventJson::write);
    }

    private ApiAnswer follow(ApiCall call) throws ApiProblem {
        EventFilter filter = filter(call);
        Optional<String> after = id(call.header("Last-Event-ID").or(() -> call.query("after")),
                "after");
        boolean typed = !call.query("as").orElse("typed").equals("message");
        if (readers.availablePermits() == 0) {
            throw new ApiProblem(503, "as many follow the events as may");
        }
        long ends = call.queryNumber("forS").orElse(Long.MAX_VALUE);
        EventFeed feed = new EventFeed(log, database, filter, after, typed);
        return ApiAnswer.stream(SseOut.TYPE, out -> {
            if (readers.tryAcquire()) {
                try {
                    feed.write(out, ends);
                } finally {
                    readers.release();
                }
            }
        });
    }

    private static Optional<String> id(Optional<String> given, String name) throws ApiProblem {
        if (given.isPresent() && !ID.matcher(given.get()).matches()) {
            throw new ApiProblem(400, name + " is not an id of an event");
        }
        return given;
    }

    private static EventFilter filter(ApiCall call) throws ApiProblem {
        String types = call.query("type").orElse("");
        if (call.query("stream").isPresent() && call.query("app").isEmpty()) {
            throw new ApiProblem(400, "stream needs app");
        }
        try {
            return new EventFilter(types.isEmpty() ? List.of() : List.of(types.split(",")),
                    call.query("app"), call.query("stream"), visible(call.caller()));
        } catch (IllegalArgumentException bad) {
            throw new ApiProblem(400, "type: " + bad.getMessage());
        }
    }

    /// The apps whose streams that one may see; empty if all.
    private static Optional<Set<String>> visible(Caller caller) {
        return caller.mayEverywhere(Role.VIEWER) ? Optional.empty()
                : Optional.of(caller.grants().entrySet().stream()
                        .filter(grant -> grant.getValue().includes(Role.VIEWER))
                        .map(grant -> grant.getKey()).collect(Collectors.toSet()));
    }
}
