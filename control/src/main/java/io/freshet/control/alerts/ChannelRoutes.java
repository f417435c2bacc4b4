package io.freshet.control.alerts;

import io.freshet.control.alerts.AlertRule.Severity;
import io.freshet.control.alerts.Carrier.NotCarried;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Body;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookSignature;
import io.freshet.control.hooks.HookTarget;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The ways to people over the API.
///
/// Threading: shared; calls block on the database, the test on the receiver.
public final class ChannelRoutes {

    private static final Need ADMIN = new Need.Everywhere(Role.ADMIN);
    private static final String CHANNELS = "/api/v1/alert-channels";
    private static final int CHANNELS_MAX = 50;

    private final AlertDesk desk;
    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param random for ids and secrets: not one that others can foresee
    public ChannelRoutes(AlertDesk desk, Database database, Audit audit, Clock clock,
            RandomGenerator random) {
        this.desk = desk;
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", CHANNELS, new Need.Everywhere(Role.OPERATOR), _ ->
                        ApiAnswer.page(database.read(AlertStore::channels), Optional.empty(),
                                AlertJson::write)),
                new ApiRoute("POST", CHANNELS, ADMIN, this::create),
                new ApiRoute("PUT", CHANNELS + "/{id}", ADMIN, this::change),
                new ApiRoute("DELETE", CHANNELS + "/{id}", ADMIN, this::delete),
                new ApiRoute("POST", CHANNELS + "/{id}/test", ADMIN, this::test));
    }

    private Channel channel(ApiCall call) throws ApiProblem, StoreAwayException {
        return database.read(AlertStore::channels).stream()
                .filter(channel -> channel.id().equals(call.path("id"))).findFirst()
                .orElseThrow(() -> new ApiProblem(404, "there is no such channel"));
    }

    private ApiAnswer create(ApiCall call) throws ApiProblem, StoreAwayException {
        Channel.Terms terms = terms(call.body(), Map.of());
        if (database.read(AlertStore::channels).size() >= CHANNELS_MAX) {
            throw new ApiProblem(409, "there are " + CHANNELS_MAX + " channels, as many as may "
                    + "be");
        }
        Channel channel = new Channel(Long.toHexString(random.nextLong() | 1L << 60), terms,
                HookSignature.newSecret(random), 1);
        put(channel);
        audit.record(call.caller(), "alert-channel.created", channel.id(), terms.name());
        return ApiAnswer.created(CHANNELS + "/" + channel.id(), json -> {
            AlertJson.write(channel, json);
            if (terms.kind() == Channel.Kind.WEBHOOK) {
                json.writeStringProperty("secret", channel.secret());
            }
        }).etag(1);
    }

    private ApiAnswer change(ApiCall call) throws ApiProblem, StoreAwayException {
        Channel old = channel(call);
        call.ifMatch(old.version());
        Channel channel = new Channel(old.id(), terms(call.body(), old.terms().headers()),
                old.secret(), old.version() + 1);
        put(channel);
        audit.record(call.caller(), "alert-channel.changed", old.id(), old.terms().name());
        return ApiAnswer.json(json -> AlertJson.write(channel, json)).etag(channel.version());
    }

    private void put(Channel channel) throws StoreAwayException {
        database.write(handle -> {
            AlertStore.put(handle, channel);
            return true;
        });
        desk.changed();
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        Channel old = channel(call);
        call.ifMatch(old.version());
        database.write(handle -> AlertStore.delete(handle, "alert_channels", old.id()));
        desk.changed();
        audit.record(call.caller(), "alert-channel.deleted", old.id(), old.terms().name());
        return ApiAnswer.empty(204);
    }

    private ApiAnswer test(ApiCall call)
            throws ApiProblem, StoreAwayException, InterruptedException {
        Channel channel = channel(call);
        long nowMs = clock.wallMs();
        AlertRule rule = new AlertRule("test", new AlertRule.Terms("Test",
                AlertRule.Kind.NODE_LOST, "", "", 0, 0, Severity.WARNING, List.of(), true), 1);
        Alert alert = new Alert("test", rule, new Breach("test", "this is a test by "
                + call.caller().name()), Alert.State.FIRING, nowMs, nowMs, 0, false);
        String problem = "";
        try {
            desk.postman().sendOnce(channel, new Message("test" + nowMs, List.of(alert)));
        } catch (NotCarried failure) {
            problem = String.valueOf(failure.getMessage());
        }
        String why = problem;
        return ApiAnswer.json(json -> {
            json.writeBooleanProperty("good", why.isEmpty());
            if (!why.isEmpty()) {
                json.writeStringProperty("problem", why);
            }
            json.writeNumberProperty("tookMs", clock.wallMs() - nowMs);
        });
    }

    /// @param before headers that stay if none are given: nobody can read their values back
    private static Channel.Terms terms(Body body, Map<String, String> before) throws ApiProblem {
        String name = body.line("name", 100);
        Channel.Kind kind = AlertRoutes.one(body, "kind", Channel.Kind.values(),
                Optional.empty());
        String url = body.has("url") ? body.line("url", 2_000) : "";
        boolean inside = body.optionalFlag("privateAllowed").orElse(false);
        String text = body.has("body") ? body.text("body") : "";
        String type = body.has("contentType") ? body.line("contentType", 100)
                : "application/json";
        Map<String, String> headers = new TreeMap<>(before);
        if (body.has("headers")) {
            headers.clear();
            Body given = body.object("headers");
            for (String each : given.names()) {
                headers.put(each, given.line(each, 1_000));
            }
        }
        List<String> to = body.optionalTexts("to").orElse(List.of());
        boolean enabled = body.optionalFlag("enabled").orElse(true);
        body.done();
        check(body, kind, url, inside);
        boolean mail = kind == Channel.Kind.EMAIL;
        if (mail && (to.isEmpty() || to.size() > 50 || !to.stream().allMatch(each ->
                each.matches("[^\\s<>,;\"]{1,100}@[A-Za-z0-9.-]{1,100}")))) {
            throw body.wrong("to", "a list of 1 to 50 e-mail addresses");
        }
        if (text.length() > 4_000 || headers.size() > 10
                || !headers.keySet().stream().allMatch(each -> each.matches("[A-Za-z0-9-]+"))
                || !headers.values().stream().allMatch(each -> each.matches("[ -~]*"))) {
            throw body.wrong("headers", "at most 10 header fields, the body at most 4000 "
                    + "characters");
        }
        return new Channel.Terms(name, kind, url, inside, text, type, headers, to, enabled);
    }

    private static void check(Body body, Channel.Kind kind, String url, boolean inside)
            throws ApiProblem {
        if (kind == Channel.Kind.EMAIL) {
            return;
        }
        try {
            HookTarget.of(url.replaceAll("\\{[a-z]{1,20}}", "x"), inside);
        } catch (HookFailure refused) {
            throw body.wrong("url", "one that may be asked: " + refused.getMessage());
        }
    }
}
