package io.freshet.control.alerts;

import io.freshet.control.alerts.Alert.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Makes alerts of what holds: `PENDING` until it has held long enough, `FIRING` until it has not
/// held for a while, then `RESOLVED`.
///
/// Threading: confined to its owner.
final class AlertBook {

    /// What comes back within it was never away: an alert shall not flicker.
    static final long CLEAR_MS = 15_000;
    /// More subjects at a time than people read; the others are not lost, they wait for a place.
    static final int ALERTS_MAX = 2_000;
    private static final int RESOLVED_KEPT = 200;

    private final Supplier<String> ids;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Deque<Alert> resolved = new ArrayDeque<>();

    private record Key(String ruleId, String subject) {
    }

    private static final class Entry {
        private Alert alert;
        private long lastMs;

        Entry(Alert alert, long lastMs) {
            this.alert = alert;
            this.lastMs = lastMs;
        }
    }

    /// What changed: alerts that fire from now on, and those that are over.
    record Change(List<Alert> fired, List<Alert> over) {
    }

    AlertBook(Supplier<String> ids) {
        this.ids = ids;
    }

    /// Takes up an alert that fired before this node was started.
    void resume(Alert alert, long nowMs) {
        entries.put(new Key(alert.rule().id(), alert.breach().subject()),
                new Entry(alert, nowMs));
    }

    /// Looks at one moment.
    ///
    /// @param holds    what each enabled rule sees; rules that are not there are watched no more
    /// @param silences those in force
    Change look(Map<AlertRule, List<Breach>> holds, List<Silence> silences, long nowMs) {
        List<Alert> fired = new ArrayList<>();
        List<Alert> over = new ArrayList<>();
        Set<String> watched = new HashSet<>();
        holds.forEach((rule, breaches) -> {
            watched.add(rule.id());
            for (Breach breach : breaches) {
                see(rule, breach, silences, nowMs);
            }
        });
        entries.values().removeIf(entry -> {
            Alert alert = entry.alert;
            boolean gone = !watched.contains(alert.rule().id())
                    || nowMs - entry.lastMs >= (alert.state() == State.FIRING ? CLEAR_MS : 1);
            if (gone && alert.state() == State.FIRING) {
                over.add(alert.resolved(nowMs));
            } else if (!gone && alert.state() == State.PENDING
                    && nowMs - alert.sinceMs() >= alert.rule().terms().forS() * 1000) {
                entry.alert = alert.fired(nowMs);
                fired.add(entry.alert);
            }
            return gone;
        });
        over.forEach(this::keep);
        return new Change(fired, over);
    }

    private void see(AlertRule rule, Breach breach, List<Silence> silences, long nowMs) {
        Key key = new Key(rule.id(), breach.subject());
        boolean silenced = silences.stream().anyMatch(each -> each.covers(rule, breach, nowMs));
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() >= ALERTS_MAX) {
                return;
            }
            entry = new Entry(new Alert(ids.get(), rule, breach, State.PENDING, nowMs, 0, 0,
                    silenced), nowMs);
            entries.put(key, entry);
        }
        entry.alert = entry.alert.seen(rule, breach, silenced);
        entry.lastMs = nowMs;
    }

    private void keep(Alert alert) {
        resolved.addFirst(alert);
        if (resolved.size() > RESOLVED_KEPT) {
            resolved.removeLast();
        }
    }

    /// Those that fire or are about to, then those that are over, the latest first.
    List<Alert> all() {
        List<Alert> all = new ArrayList<>();
        entries.values().forEach(entry -> all.add(entry.alert));
        all.sort((a, b) -> a.state() != b.state() ? b.state().compareTo(a.state())
                : Long.compare(b.sinceMs(), a.sinceMs()));
        all.addAll(resolved);
        return all;
    }
}
