package io.freshet.control.alerts;

import io.freshet.control.alerts.AlertRule.Kind;
import io.freshet.control.alerts.AlertRule.Severity;
import io.freshet.control.store.Sealing;
import io.freshet.control.store.Vault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Rules, channels, silences and alerts that fire, in the database.
///
/// Lists are texts with line breaks between: no item holds one.
///
/// Threading: stateless; on the thread of the handle.
final class AlertStore {

    /// What holds while nobody has made or changed a rule.
    private static final List<AlertRule> STANDARD = List.of(
            standard("standard1", "Disk nearly full", Kind.DISK, 0.1, Severity.CRITICAL),
            standard("standard2", "Certificate ends soon", Kind.CERTIFICATE, 7, Severity.WARNING),
            standard("standard3", "Bad ingest", Kind.INGEST_DEGRADED, 2, Severity.WARNING),
            new AlertRule("standard4", new AlertRule.Terms("Node given up", Kind.NODE_GIVEN_UP, "",
                    "", 0, 0, Severity.CRITICAL, List.of(), true), 1));

    private AlertStore() {
    }

    private static AlertRule standard(String id, String name, Kind kind, double threshold,
            Severity severity) {
        return new AlertRule(id, new AlertRule.Terms(name, kind, "", "", threshold, 60, severity,
                List.of(), true), 1);
    }

    /// Those that were made, or the standard ones if none was.
    static List<AlertRule> rules(Handle handle) {
        List<AlertRule> made = made(handle);
        return made.isEmpty() ? STANDARD : made;
    }

    /// Before the first change the standard rules become rules like others.
    private static void beginWithStandard(Handle handle) {
        if (made(handle).isEmpty()) {
            STANDARD.forEach(rule -> insert(handle, rule));
        }
    }

    private static List<AlertRule> made(Handle handle) {
        return handle.createQuery("SELECT * FROM alert_rules ORDER BY name, id")
                .map((row, _) -> new AlertRule(row.getString("id"), new AlertRule.Terms(
                        row.getString("name"), Kind.valueOf(name(row.getString("kind"))),
                        row.getString("app"), row.getString("stream"),
                        row.getDouble("threshold"), row.getLong("for_s"),
                        Severity.valueOf(name(row.getString("severity"))),
                        split(row.getString("channels")), row.getInt("enabled") != 0),
                        row.getLong("version"))).list();
    }

    /// Writes it in the place of the one with its id.
    static void put(Handle handle, AlertRule rule) {
        beginWithStandard(handle);
        delete(handle, "alert_rules", rule.id());
        insert(handle, rule);
    }

    /// @return whether there was one
    static boolean deleteRule(Handle handle, String id) {
        beginWithStandard(handle);
        return delete(handle, "alert_rules", id);
    }

    private static void insert(Handle handle, AlertRule rule) {
        AlertRule.Terms terms = rule.terms();
        handle.createUpdate("INSERT INTO alert_rules (id, name, kind, app, stream, threshold, "
                        + "for_s, severity, channels, enabled, version) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, rule.id()).bind(1, terms.name()).bind(2, AlertJson.word(terms.kind()))
                .bind(3, terms.app()).bind(4, terms.stream()).bind(5, terms.threshold())
                .bind(6, terms.forS()).bind(7, AlertJson.word(terms.severity()))
                .bind(8, String.join("\n", terms.channels()))
                .bind(9, terms.enabled() ? 1 : 0).bind(10, rule.version()).execute();
    }

    static List<Channel> channels(Handle handle) {
        return handle.createQuery("SELECT * FROM alert_channels ORDER BY name, id")
                .map((row, context) -> new Channel(row.getString("id"), new Channel.Terms(
                        row.getString("name"),
                        Channel.Kind.valueOf(name(row.getString("kind"))),
                        row.getString("url"), row.getInt("private_allowed") != 0,
                        row.getString("body"), row.getString("content_type"),
                        pairs(opened(context, row.getString("headers"),
                                headersOf(row.getString("id"))).orElse("")),
                        split(row.getString("recipients")),
                        row.getInt("enabled") != 0),
                        opened(context, row.getString("secret"), secretOf(row.getString("id")))
                                .orElseGet(context.getConfig(Sealing.class).vault()::stranger),
                        row.getLong("version"))).list();
    }

    private static Optional<String> opened(StatementContext context, String stored,
            String place) {
        return context.getConfig(Sealing.class).vault().open(stored, place);
    }

    private static String sealed(Handle handle, String text, String place) {
        return text.isEmpty() ? "" : handle.getConfig(Sealing.class).vault().seal(text, place);
    }

    /// Seals what was stored before secrets were.
    static int sealOld(Handle handle) {
        Vault vault = handle.getConfig(Sealing.class).vault();
        int done = 0;
        for (String column : List.of("secret", "headers")) {
            List<Map.Entry<String, String>> plain = handle.createQuery("SELECT id, " + column
                            + " AS text FROM alert_channels WHERE " + column
                            + " <> '' AND " + column + " NOT LIKE 'enc1.%'")
                    .map((row, _) -> Map.entry(row.getString("id"), row.getString("text"))).list();
            for (Map.Entry<String, String> each : plain) {
                String id = each.getKey();
                Optional<String> sealed = vault.sealedAnew(each.getValue(),
                        column.equals("secret") ? secretOf(id) : headersOf(id));
                done += sealed.isEmpty() ? 0 : handle.createUpdate("UPDATE alert_channels SET "
                                + column + " = ? WHERE id = ? AND " + column + " = ?")
                        .bind(0, sealed.get()).bind(1, id).bind(2, each.getValue()).execute();
            }
        }
        return done;
    }

    private static String secretOf(String channel) {
        return "channel " + channel + " secret";
    }

    private static String headersOf(String channel) {
        return "channel " + channel + " headers";
    }

    /// Writes it in the place of the one with its id.
    static void put(Handle handle, Channel channel) {
        Channel.Terms terms = channel.terms();
        delete(handle, "alert_channels", channel.id());
        StringBuilder headers = new StringBuilder();
        terms.headers().forEach((name, value) ->
                headers.append(name).append(':').append(value).append('\n'));
        handle.createUpdate("INSERT INTO alert_channels (id, name, kind, url, private_allowed, "
                        + "body, content_type, headers, recipients, secret, enabled, version) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, channel.id()).bind(1, terms.name())
                .bind(2, AlertJson.word(terms.kind())).bind(3, terms.url())
                .bind(4, terms.privateAllowed() ? 1 : 0).bind(5, terms.body())
                .bind(6, terms.contentType())
                .bind(7, sealed(handle, headers.toString(), headersOf(channel.id())))
                .bind(8, String.join("\n", terms.recipients()))
                .bind(9, sealed(handle, channel.secret(), secretOf(channel.id())))
                .bind(10, terms.enabled() ? 1 : 0).bind(11, channel.version()).execute();
    }

    static List<Silence> silences(Handle handle) {
        return handle.createQuery("SELECT * FROM silences ORDER BY until_ms, id")
                .map((row, _) -> new Silence(row.getString("id"), row.getString("rule_id"),
                        row.getString("subject"), row.getLong("until_ms"),
                        row.getString("reason"), row.getString("made_by"),
                        row.getLong("created_ms"))).list();
    }

    static void insert(Handle handle, Silence silence) {
        handle.createUpdate("INSERT INTO silences (id, rule_id, subject, until_ms, reason, "
                        + "made_by, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?)")
                .bind(0, silence.id()).bind(1, silence.ruleId()).bind(2, silence.subject())
                .bind(3, silence.untilMs()).bind(4, silence.reason()).bind(5, silence.by())
                .bind(6, silence.createdMs()).execute();
    }

    /// Forgets silences that have ended.
    static void pruneSilences(Handle handle, long nowMs) {
        handle.createUpdate("DELETE FROM silences WHERE until_ms < ?").bind(0, nowMs).execute();
    }

    /// @return whether there was one
    static boolean delete(Handle handle, String table, String id) {
        return handle.createUpdate("DELETE FROM " + table + " WHERE id = ?").bind(0, id)
                .execute() > 0;
    }

    /// Alerts that fire, each of a rule that is still there.
    static List<Alert> firing(Handle handle, List<AlertRule> rules) {
        Map<String, AlertRule> byId = new LinkedHashMap<>();
        rules.forEach(rule -> byId.put(rule.id(), rule));
        return handle.createQuery("SELECT * FROM alerts WHERE resolved_ms = 0")
                .map((row, _) -> new Row(row.getString("id"), row.getString("rule_id"),
                        new Breach(row.getString("subject"), row.getString("text")),
                        row.getLong("since_ms"), row.getLong("fired_ms"))).list().stream()
                .filter(row -> byId.containsKey(row.ruleId))
                .map(row -> new Alert(row.id, required(byId, row.ruleId), row.breach,
                        Alert.State.FIRING, row.sinceMs, row.firedMs, 0, false)).toList();
    }

    private record Row(String id, String ruleId, Breach breach, long sinceMs, long firedMs) {
    }

    private static AlertRule required(Map<String, AlertRule> rules, String id) {
        AlertRule rule = rules.get(id);
        if (rule == null) {
            throw new IllegalStateException("no rule " + id);
        }
        return rule;
    }

    /// Notes one that fires, and forgets one that is over.
    static void note(Handle handle, Alert alert) {
        delete(handle, "alerts", alert.id());
        if (alert.state() == Alert.State.FIRING) {
            handle.createUpdate("INSERT INTO alerts (id, node, rule_id, subject, text, since_ms, "
                            + "fired_ms, resolved_ms) VALUES (?, '', ?, ?, ?, ?, ?, 0)")
                    .bind(0, alert.id()).bind(1, alert.rule().id())
                    .bind(2, alert.breach().subject()).bind(3, alert.breach().text())
                    .bind(4, alert.sinceMs()).bind(5, alert.firedMs()).execute();
        }
    }

    private static String name(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : split(text)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                pairs.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return pairs;
    }
}
