package io.freshet.control.alerts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects alerts of one rule that come shortly after one another, so that a power cut is one
/// message, and says again what nobody has mended.
///
/// Threading: confined to its owner.
final class Grouping {

    /// How long the first one waits for others.
    static final long WAIT_MS = 10_000;
    /// How often people are told of what goes on.
    static final long AGAIN_MS = 4 * 3_600_000L;

    private final Map<String, Group> groups = new LinkedHashMap<>();
    /// When people were last told of an alert, by its id.
    private final Map<String, Long> told = new HashMap<>();

    /// One rule's.
    private static final class Group {
        private final List<Alert> alerts = new ArrayList<>();
        private final long sinceMs;

        Group(long sinceMs) {
            this.sinceMs = sinceMs;
        }
    }

    /// Something changed with an alert.
    void add(Alert alert, long nowMs) {
        Group group = groups.computeIfAbsent(alert.rule().id(), _ -> new Group(nowMs));
        group.alerts.removeIf(each -> each.id().equals(alert.id()));
        group.alerts.add(alert);
    }

    /// Alerts to be told together, each list of one rule.
    ///
    /// @param firing all that fire now
    List<List<Alert>> due(List<Alert> firing, long nowMs) {
        for (Alert alert : firing) {
            Long last = told.get(alert.id());
            // Also one that was silent until now.
            boolean missed = last == null && !isWaiting(alert) && !alert.silenced();
            if (missed || last != null && nowMs - last >= AGAIN_MS && !isWaiting(alert)) {
                add(alert, nowMs);
            }
        }
        List<List<Alert>> due = new ArrayList<>();
        groups.values().removeIf(group -> {
            if (nowMs - group.sinceMs < WAIT_MS) {
                return false;
            }
            List<Alert> message = new ArrayList<>();
            for (Alert alert : group.alerts) {
                boolean over = alert.state() == Alert.State.RESOLVED;
                // Of the end of what nobody heard of, nobody needs to hear.
                boolean heard = over ? told.remove(alert.id()) != null : !alert.silenced();
                if (heard) {
                    message.add(alert);
                }
                if (heard && !over) {
                    told.put(alert.id(), nowMs);
                }
            }
            if (!message.isEmpty()) {
                due.add(message);
            }
            return true;
        });
        return due;
    }

    /// People were told of it before this node was started.
    void toldBefore(Alert alert, long nowMs) {
        told.put(alert.id(), nowMs);
    }

    private boolean isWaiting(Alert alert) {
        Group group = groups.get(alert.rule().id());
        return group != null
                && group.alerts.stream().anyMatch(each -> each.id().equals(alert.id()));
    }
}
