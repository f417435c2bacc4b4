package io.freshet.control.alerts;

import io.freshet.control.api.Json;
import io.freshet.media.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What people are told: alerts of one rule.
///
/// @param id     names it, the same each time it is sent
/// @param alerts at least one
record Message(String id, List<Alert> alerts) {

    Message {
        alerts = List.copyOf(alerts);
    }

    boolean isOver() {
        return alerts.stream().allMatch(alert -> alert.state() == Alert.State.RESOLVED);
    }

    String severity() {
        return alerts.getFirst().rule().terms().severity().name().toLowerCase(Locale.ROOT);
    }

    String state() {
        return isOver() ? "resolved" : "firing";
    }

    /// On one line: `[critical] Camera down: stream live/a is not live`.
    String subject() {
        String rest = alerts.size() == 1 ? alerts.getFirst().breach().text()
                : alerts.size() + " alerts";
        return "[" + (isOver() ? "resolved" : severity()) + "] "
                + alerts.getFirst().rule().terms().name() + ": " + rest;
    }

    /// A line an alert.
    String text() {
        return alerts.stream().map(alert -> (alert.state() == Alert.State.RESOLVED
                        ? "resolved: " : "") + alert.breach().text())
                .collect(Collectors.joining("\n"));
    }

    Bytes json() {
        return Json.object(json -> {
            json.writeStringProperty("type", isOver() ? "alert.resolved" : "alert.fired");
            json.writeStringProperty("severity", severity());
            json.writeStringProperty("text", subject());
            Json.objects(json, "alerts", alerts, AlertJson::write);
        });
    }

    /// The words that a template may hold.
    String word(String name) {
        return switch (name) {
            case "text" -> text();
            case "subject" -> subject();
            case "severity" -> severity();
            case "state" -> state();
            case "rule" -> alerts.getFirst().rule().terms().name();
            default -> "{" + name + "}";
        };
    }
}
