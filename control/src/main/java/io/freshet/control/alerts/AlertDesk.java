package io.freshet.control.alerts;

import io.freshet.control.events.Event;
import io.freshet.control.events.Events;
import io.freshet.control.hooks.HookClient;
import io.freshet.control.store.Database;
import io.freshet.control.store.Shift;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.BadNameException;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Watches the rules, makes alerts, and has people told.
///
/// Rules are those that were read last: while the database is away they go on. Of several nodes
/// that share a database one does all that, and the others tell it what they see.
///
/// Threading: a thread of its own looks every second, and book and grouping are its alone; what
/// others ask for is volatile.
public final class AlertDesk implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AlertDesk.class.getName());

    private static final long LOOK_MS = 1_000;
    private static final long READ_MS = 10_000;

    private final Database database;
    private final Events events;
    private final Clock clock;
    private final Postman postman;
    private final Watchers watchers;
    private final Shift shift;
    private final BreachBoard board;
    private AlertBook book;
    private Grouping grouping = new Grouping();
    private final Supplier<String> ids;
    private volatile Terms terms = new Terms(List.of(), List.of(), List.of());
    private volatile List<Alert> alerts = List.of();
    private volatile boolean closed;
    private volatile boolean stale = true;
    private long readMs;
    /// What fired before is known; only who is on duty knows it.
    private boolean resumed;

    /// What operators have said, as it was read last.
    record Terms(List<AlertRule> rules, List<Channel> channels, List<Silence> silences) {
    }

    /// What it works with.
    ///
    /// @param facts what rules are asked about
    /// @param mail  the server that takes our e-mail
    /// @param http  makes requests; asked for when there is one to make
    /// @param ids   makes names
    /// @param shift whether this is the node's to do
    public record Wiring(Database database, Events events, Clock clock, Facts facts,
            Supplier<SmtpOptions> mail, Supplier<HookClient> http, Supplier<String> ids,
            Shift shift) {
    }

    private AlertDesk(Wiring with) {
        this.database = with.database();
        this.events = with.events();
        this.clock = with.clock();
        this.postman = new Postman(new MailCarrier(with.mail()),
                new HttpCarrier(with.http(), with.clock()));
        this.watchers = new Watchers(with.facts());
        this.ids = with.ids();
        this.book = new AlertBook(with.ids());
        this.shift = with.shift();
        this.board = new BreachBoard(with.database(), with.clock(), with.shift().node());
    }

    /// Begins.
    public static AlertDesk start(Wiring with) {
        AlertDesk desk = new AlertDesk(with);
        Thread.ofVirtual().name("alerts").start(desk::run);
        return desk;
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    look();
                } catch (RuntimeException failure) {
                    LOG.log(System.Logger.Level.ERROR, "rules cannot be watched", failure);
                }
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        long nowMs = clock.wallMs();
        boolean duty = shift.onDuty().getAsBoolean();
        if (!duty && resumed) {
            resumed = false;
            book = new AlertBook(ids);
            grouping = new Grouping();
        }
        if (stale || nowMs - readMs >= READ_MS || duty && !resumed) {
            read(nowMs, duty);
        }
        Terms now = terms;
        Map<AlertRule, List<Breach>> holds = holds(now, nowMs);
        if (resumed) {
            judge(shift.isShared() ? board.all(holds) : holds, now, nowMs);
        }
    }

    /// What rules see on this node.
    private Map<AlertRule, List<Breach>> holds(Terms now, long nowMs) {
        watchers.tick(nowMs);
        Map<AlertRule, List<Breach>> holds = new LinkedHashMap<>();
        for (AlertRule rule : now.rules()) {
            if (rule.terms().enabled()) {
                List<Breach> seen = watchers.look(rule, nowMs);
                holds.put(rule, shift.isShared() ? board.named(rule, seen) : seen);
            }
        }
        if (shift.isShared()) {
            board.tell(holds);
        }
        return holds;
    }

    private void judge(Map<AlertRule, List<Breach>> holds, Terms now, long nowMs) {
        AlertBook.Change change = book.look(holds, now.silences(), nowMs);
        change.fired().forEach(alert -> grouping.add(alert, nowMs));
        change.over().forEach(alert -> grouping.add(alert, nowMs));
        alerts = book.all();
        List<List<Alert>> due = grouping.due(alerts.stream()
                .filter(alert -> alert.state() == Alert.State.FIRING).toList(), nowMs);
        change.fired().forEach(alert -> note("alert.fired", alert));
        change.over().forEach(alert -> note("alert.resolved", alert));
        due.forEach(message -> tell(message, now.channels()));
    }

    private void read(long nowMs, boolean duty) {
        // Before it is read: what changes from here on is read again.
        stale = false;
        try {
            Terms fresh = database.read(handle -> new Terms(AlertStore.rules(handle),
                    AlertStore.channels(handle), AlertStore.silences(handle)));
            if (!resumed) {
                List<Alert> firing = database.read(handle ->
                        AlertStore.firing(handle, fresh.rules()));
                if (duty) {
                    database.write(AlertStore::sealOld);
                    resume(firing, nowMs);
                } else {
                    alerts = firing;
                }
            }
            terms = fresh;
        } catch (StoreAwayException away) {
            stale = true;
            LOG.log(System.Logger.Level.DEBUG, "rules are those of before", away);
        }
        readMs = nowMs;
    }

    private void resume(List<Alert> firing, long nowMs) {
        for (Alert alert : firing) {
            book.resume(alert, nowMs);
            // Who was on duty before may have had no time left to tell people: rather twice.
            if (nowMs - alert.firedMs() < 2 * Grouping.WAIT_MS) {
                grouping.add(alert, nowMs);
            } else {
                grouping.toldBefore(alert, nowMs);
            }
        }
        resumed = true;
    }

    private void note(String type, Alert alert) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("alert", alert.id());
        facts.put("rule", alert.rule().terms().name());
        facts.put("kind", AlertJson.word(alert.rule().terms().kind()));
        facts.put("severity", AlertJson.word(alert.rule().terms().severity()));
        facts.put("subject", alert.breach().subject());
        facts.put("text", alert.breach().text());
        facts.put("silenced", Boolean.toString(alert.silenced()));
        events.happened(new Event(type, streamOf(alert), facts));
        try {
            database.write(handle -> {
                AlertStore.note(handle, alert);
                return true;
            });
        } catch (StoreAwayException away) {
            LOG.log(System.Logger.Level.DEBUG, "an alert could not be noted", away);
        }
    }

    private static Optional<StreamKey> streamOf(Alert alert) {
        boolean about = switch (alert.rule().terms().kind()) {
            case STREAM_DOWN, INGEST_DEGRADED -> true;
            case ERROR_RATE, DISK, CERTIFICATE, NODE_LOST, NODE_GIVEN_UP -> false;
        };
        String subject = alert.breach().subject();
        int slash = subject.indexOf('/');
        if (!about || slash < 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(StreamKey.of(subject.substring(0, slash),
                    subject.substring(slash + 1)));
        } catch (BadNameException pattern) {
            return Optional.empty();
        }
    }

    private void tell(List<Alert> message, List<Channel> channels) {
        List<String> wanted = message.getFirst().rule().terms().channels();
        Message letter = new Message(ids.get(), message);
        LOG.log(System.Logger.Level.WARNING, () -> "alert " + letter.subject());
        List<Channel> chosen = new ArrayList<>(channels);
        chosen.removeIf(channel -> !channel.terms().enabled()
                || !wanted.isEmpty() && !wanted.contains(channel.id()));
        chosen.forEach(channel -> postman.send(channel, letter));
    }

    /// Rules, channels or silences have changed.
    void changed() {
        stale = true;
    }

    Postman postman() {
        return postman;
    }

    Terms terms() {
        return terms;
    }

    List<Alert> alerts() {
        return alerts;
    }

    /// How many fire and are not silenced.
    public long firing() {
        return alerts.stream().filter(alert -> alert.state() == Alert.State.FIRING
                && !alert.silenced()).count();
    }

    /// How many fire and are not silenced, by how loud they are.
    public Map<String, Long> firingBySeverity() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (AlertRule.Severity severity : AlertRule.Severity.values()) {
            counts.put(AlertJson.word(severity), alerts.stream().filter(alert ->
                    alert.state() == Alert.State.FIRING && !alert.silenced()
                            && alert.rule().terms().severity() == severity).count());
        }
        return counts;
    }

    /// Messages sent since the start, by what became of them: `sent`, `failed`.
    public Map<String, Long> messages() {
        return postman.counts();
    }

    @Override
    public void close() {
        closed = true;
        postman.close();
    }
}
