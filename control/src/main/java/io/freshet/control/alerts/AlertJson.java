package io.freshet.control.alerts;

import io.freshet.control.api.Json;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/// Alerts and what makes them, as JSON.
final class AlertJson {

    private AlertJson() {
    }

    static void write(Alert alert, JsonGenerator json) {
        json.writeStringProperty("id", alert.id());
        json.writeStringProperty("ruleId", alert.rule().id());
        json.writeStringProperty("rule", alert.rule().terms().name());
        json.writeStringProperty("kind", word(alert.rule().terms().kind()));
        json.writeStringProperty("state", word(alert.state()));
        json.writeStringProperty("severity", word(alert.rule().terms().severity()));
        json.writeStringProperty("subject", alert.breach().subject());
        json.writeStringProperty("text", alert.breach().text());
        json.writeNumberProperty("sinceMs", alert.sinceMs());
        if (alert.firedMs() > 0) {
            json.writeNumberProperty("firedMs", alert.firedMs());
        }
        if (alert.resolvedMs() > 0) {
            json.writeNumberProperty("resolvedMs", alert.resolvedMs());
        }
        json.writeBooleanProperty("silenced", alert.silenced());
    }

    static void write(AlertRule rule, JsonGenerator json) {
        AlertRule.Terms terms = rule.terms();
        json.writeStringProperty("id", rule.id());
        json.writeStringProperty("name", terms.name());
        json.writeStringProperty("kind", word(terms.kind()));
        json.writeStringProperty("app", terms.app());
        json.writeStringProperty("stream", terms.stream());
        json.writeNumberProperty("threshold", terms.threshold());
        json.writeNumberProperty("forS", terms.forS());
        json.writeStringProperty("severity", word(terms.severity()));
        Json.texts(json, "channels", terms.channels());
        json.writeBooleanProperty("enabled", terms.enabled());
        json.writeNumberProperty("version", rule.version());
    }

    static void write(Channel channel, JsonGenerator json) {
        Channel.Terms terms = channel.terms();
        json.writeStringProperty("id", channel.id());
        json.writeStringProperty("name", terms.name());
        json.writeStringProperty("kind", word(terms.kind()));
        json.writeStringProperty("url", terms.url());
        json.writeBooleanProperty("privateAllowed", terms.privateAllowed());
        json.writeStringProperty("body", terms.body());
        json.writeStringProperty("contentType", terms.contentType());
        Json.texts(json, "headers", new TreeSet<>(terms.headers().keySet()).stream().toList());
        Json.texts(json, "to", terms.recipients());
        json.writeBooleanProperty("enabled", terms.enabled());
        json.writeNumberProperty("version", channel.version());
    }

    static void write(Silence silence, JsonGenerator json) {
        json.writeStringProperty("id", silence.id());
        json.writeStringProperty("ruleId", silence.ruleId());
        json.writeStringProperty("subject", silence.subject());
        json.writeNumberProperty("untilMs", silence.untilMs());
        json.writeStringProperty("reason", silence.reason());
        json.writeStringProperty("by", silence.by());
        json.writeNumberProperty("createdMs", silence.createdMs());
    }

    /// `STREAM_DOWN` is `stream-down`.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
