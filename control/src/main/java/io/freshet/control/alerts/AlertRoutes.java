package io.freshet.control.alerts;

import io.freshet.control.alerts.Alert.State;
import io.freshet.control.alerts.AlertRule.Kind;
import io.freshet.control.alerts.AlertRule.Severity;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Body;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Rules, alerts and silences over the API.
///
/// Threading: shared; calls block on the database.
public final class AlertRoutes {

    private static final Need READ = new Need.Everywhere(Role.VIEWER);
    private static final Need WRITE = new Need.Everywhere(Role.OPERATOR);
    private static final String RULES = "/api/v1/alert-rules";
    private static final String SILENCES = "/api/v1/silences";
    private static final int RULES_MAX = 500;
    private static final long FOR_S_MAX = 86_400;

    private final AlertDesk desk;
    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private final Supplier<String> ids;

    public AlertRoutes(AlertDesk desk, Database database, Audit audit, Clock clock,
            Supplier<String> ids) {
        this.desk = desk;
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/api/v1/alerts", READ, this::alerts),
                new ApiRoute("GET", RULES, READ, _ -> ApiAnswer.page(
                        database.read(AlertStore::rules), Optional.empty(), AlertJson::write)),
                new ApiRoute("POST", RULES, WRITE, this::create),
                new ApiRoute("GET", RULES + "/{id}", READ, call -> shown(rule(call))),
                new ApiRoute("PUT", RULES + "/{id}", WRITE, this::change),
                new ApiRoute("DELETE", RULES + "/{id}", WRITE, this::delete),
                new ApiRoute("GET", SILENCES, READ, _ -> ApiAnswer.page(
                        database.read(AlertStore::silences), Optional.empty(),
                        AlertJson::write)),
                new ApiRoute("POST", SILENCES, WRITE, this::silence),
                new ApiRoute("DELETE", SILENCES + "/{id}", WRITE, this::endSilence));
    }

    private ApiAnswer alerts(ApiCall call) throws ApiProblem {
        Optional<String> state = call.query("state");
        if (state.isPresent() && !List.of("pending", "firing", "resolved").contains(state.get())) {
            throw new ApiProblem(400, "state is pending, firing or resolved");
        }
        List<Alert> chosen = desk.alerts().stream()
                .filter(alert -> state.isEmpty()
                        || state.get().equals(AlertJson.word(alert.state())))
                .limit(call.page().limit()).toList();
        return ApiAnswer.page(chosen, Optional.empty(), AlertJson::write);
    }

    private AlertRule rule(ApiCall call) throws ApiProblem, StoreAwayException {
        return database.read(AlertStore::rules).stream()
                .filter(rule -> rule.id().equals(call.path("id"))).findFirst()
                .orElseThrow(() -> new ApiProblem(404, "there is no such rule"));
    }

    private static ApiAnswer shown(AlertRule rule) {
        return ApiAnswer.json(json -> AlertJson.write(rule, json)).etag(rule.version());
    }

    private ApiAnswer create(ApiCall call) throws ApiProblem, StoreAwayException {
        AlertRule rule = new AlertRule(ids.get(), terms(call.body()), 1);
        if (database.read(AlertStore::rules).size() >= RULES_MAX) {
            throw new ApiProblem(409, "there are " + RULES_MAX + " rules, as many as may be");
        }
        put(rule);
        audit.record(call.caller(), "alert-rule.created", rule.id(), rule.terms().name());
        return ApiAnswer.created(RULES + "/" + rule.id(), json -> AlertJson.write(rule, json))
                .etag(rule.version());
    }

    private ApiAnswer change(ApiCall call) throws ApiProblem, StoreAwayException {
        AlertRule old = rule(call);
        call.ifMatch(old.version());
        AlertRule rule = new AlertRule(old.id(), terms(call.body()), old.version() + 1);
        put(rule);
        audit.record(call.caller(), "alert-rule.changed", rule.id(), rule.terms().name());
        return shown(rule);
    }

    private void put(AlertRule rule) throws StoreAwayException {
        database.write(handle -> {
            AlertStore.put(handle, rule);
            return true;
        });
        desk.changed();
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        AlertRule old = rule(call);
        call.ifMatch(old.version());
        database.write(handle -> AlertStore.deleteRule(handle, old.id()));
        desk.changed();
        audit.record(call.caller(), "alert-rule.deleted", old.id(), old.terms().name());
        return ApiAnswer.empty(204);
    }

    private static AlertRule.Terms terms(Body body) throws ApiProblem {
        String name = body.line("name", 100);
        Kind kind = one(body, "kind", Kind.values(), Optional.empty());
        String app = body.has("app") ? body.text("app") : "";
        String stream = body.has("stream") ? body.text("stream") : "";
        if (!app.matches("[A-Za-z0-9_.-]{0,64}")) {
            throw body.wrong("app", "the name of an app");
        }
        if (!stream.matches("[A-Za-z0-9_./-]{0,200}\\*?")) {
            throw body.wrong("stream", "the name of a stream, or its beginning and *");
        }
        if (kind == Kind.STREAM_DOWN && (app.isEmpty() || stream.isEmpty())) {
            throw body.wrong("stream", "given, and app too: which stream must not be down");
        }
        double threshold = body.optionalFraction("threshold").orElse(standard(kind));
        long forS = body.optionalNumber("forS").orElse(kind == Kind.STREAM_DOWN ? 30L : 60L);
        if (forS < 0 || forS > FOR_S_MAX) {
            throw body.wrong("forS", "0 to " + FOR_S_MAX);
        }
        Severity severity = one(body, "severity", Severity.values(),
                Optional.of(Severity.WARNING));
        List<String> channels = body.optionalTexts("channels").orElse(List.of());
        if (channels.size() > 50 || !channels.stream().allMatch(id -> id.matches("[a-z0-9]+"))) {
            throw body.wrong("channels", "a list of ids of channels");
        }
        boolean enabled = body.optionalFlag("enabled").orElse(true);
        body.done();
        return new AlertRule.Terms(name, kind, app, stream, threshold, forS, severity, channels,
                enabled);
    }

    private static double standard(Kind kind) {
        return switch (kind) {
            case STREAM_DOWN, NODE_LOST, NODE_GIVEN_UP -> 0;
            case INGEST_DEGRADED -> 2;
            case ERROR_RATE -> 60;
            case DISK -> 0.1;
            case CERTIFICATE -> 14;
        };
    }

    static <E extends Enum<E>> E one(Body body, String name, E[] all, Optional<E> standard)
            throws ApiProblem {
        if (!body.has(name) && standard.isPresent()) {
            return standard.get();
        }
        String word = body.text(name);
        StringBuilder words = new StringBuilder();
        for (E each : all) {
            if (AlertJson.word(each).equals(word)) {
                return each;
            }
            words.append(words.isEmpty() ? "" : ", ").append(AlertJson.word(each));
        }
        throw body.wrong(name, "one of " + words);
    }

    private ApiAnswer silence(ApiCall call) throws ApiProblem, StoreAwayException {
        Body body = call.body();
        String subject = body.has("subject") ? body.line("subject", 300) : "";
        Silence silence = new Silence(ids.get(), body.has("ruleId") ? body.line("ruleId", 64) : "",
                subject, body.number("untilMs"),
                body.has("reason") ? body.line("reason", 200) : "", call.caller().name(),
                clock.wallMs());
        body.done();
        if (silence.untilMs() <= clock.wallMs()) {
            throw body.wrong("untilMs", "a time to come, Unix ms");
        }
        database.write(handle -> {
            AlertStore.pruneSilences(handle, clock.wallMs());
            AlertStore.insert(handle, silence);
            return true;
        });
        desk.changed();
        audit.record(call.caller(), "silence.created", silence.id(), silence.reason());
        return ApiAnswer.created(SILENCES + "/" + silence.id(), json ->
                AlertJson.write(silence, json));
    }

    private ApiAnswer endSilence(ApiCall call) throws ApiProblem, StoreAwayException {
        String id = call.path("id");
        boolean there = database.write(handle -> AlertStore.delete(handle, "silences", id));
        if (!there) {
            throw new ApiProblem(404, "there is no such silence");
        }
        desk.changed();
        audit.record(call.caller(), "silence.deleted", id, "");
        return ApiAnswer.empty(204);
    }
}
