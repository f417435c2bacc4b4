package io.freshet.control.events;

import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// Sends one reader the events that it wants: those it missed, then those that happen.
///
/// Threading: confined to the request.
final class EventFeed {

    /// Who missed more reads the list.
    private static final int MISSED_MAX = 1000;

    private final EventLog log;
    private final Database database;
    private final EventFilter filter;
    private final Optional<String> after;
    private final boolean typed;
    private String lastId = "";

    /// @param after what the reader had last
    /// @param typed whether each event is named by its type; else all are `message`
    EventFeed(EventLog log, Database database, EventFilter filter, Optional<String> after,
            boolean typed) {
        this.log = log;
        this.database = database;
        this.filter = filter;
        this.after = after;
        this.typed = typed;
    }

    /// Sends until the reader has gone.
    ///
    /// @param forS or until so many seconds have passed
    void write(OutputStream stream, long forS) throws IOException, InterruptedException {
        long patienceMs = Math.min(forS, SseOut.HEARTBEAT_MS / 1000) * 1000;
        long silentS = 0;
        SseOut out = new SseOut(stream);
        try (Follower follower = log.follow(filter, after)) {
            if (after.isPresent()) {
                missed(after.get(), out);
            }
            while (!follower.isOver() && silentS <= forS) {
                Optional<LoggedEvent> next = follower.next(patienceMs);
                if (next.isEmpty()) {
                    out.heartbeat();
                    silentS += Math.max(1, patienceMs / 1000);
                } else if (next.get().id().compareTo(lastId) > 0) {
                    send(next.get(), out);
                }
            }
        }
    }

    /// What is too old for the log to know it.
    private void missed(String since, SseOut out) throws IOException {
        String oldest = log.oldestKnown().orElse("");
        if (!oldest.isEmpty() && oldest.compareTo(since) <= 0) {
            return;
        }
        try {
            List<LoggedEvent> events = database.read(handle -> EventStore.list(handle, filter,
                    new EventStore.Range(since, oldest, false, MISSED_MAX)));
            for (LoggedEvent event : events) {
                send(event, out);
            }
            if (events.size() == MISSED_MAX) {
                gap(lastId, out);
            }
        } catch (StoreAwayException away) {
            gap(since, out);
        }
    }

    private static void gap(String from, SseOut out) throws IOException {
        // It is an id of ours or was checked to be one: nothing to escape.
        out.event(Optional.empty(), "gap", "{\"from\":\"" + from + "\"}");
    }

    private void send(LoggedEvent event, SseOut out) throws IOException {
        out.event(Optional.of(event.id()), typed ? event.event().type() : "",
                EventJson.text(event));
        lastId = event.id();
    }
}
