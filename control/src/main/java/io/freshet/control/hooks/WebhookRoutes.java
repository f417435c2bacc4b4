package io.freshet.control.hooks;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Body;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Page;
import io.freshet.control.api.Role;
import io.freshet.control.events.Event;
import io.freshet.control.events.EventFilter;
import io.freshet.control.events.EventJson;
import io.freshet.control.events.LoggedEvent;
import io.freshet.control.hooks.Delivery.Result;
import io.freshet.control.hooks.Delivery.State;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.core.JsonGenerator;

/// Webhooks over the API: who is told, what became of it, and once more.
///
/// Threading: shared; calls block on the database, the test on the receiver.
public final class WebhookRoutes {

    private static final Need ADMIN = new Need.Everywhere(Role.ADMIN);
    private static final String HOOKS = "/api/v1/webhooks";
    private static final String ONE = HOOKS + "/{id}";
    private static final int LIST_MAX = 50;

    private final Database database;
    private final HookSender sender;
    private final Audit audit;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param random for ids and secrets: not one that others can foresee
    public WebhookRoutes(Database database, HookSender sender, Audit audit, Clock clock,
            RandomGenerator random) {
        this.database = database;
        this.sender = sender;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(new ApiRoute("GET", HOOKS, ADMIN, _ -> list()),
                new ApiRoute("POST", HOOKS, ADMIN, this::create),
                new ApiRoute("GET", ONE, ADMIN, call -> shown(hook(call))),
                new ApiRoute("PUT", ONE, ADMIN, this::change),
                new ApiRoute("DELETE", ONE, ADMIN, this::delete),
                new ApiRoute("POST", ONE + "/test", ADMIN, this::test),
                new ApiRoute("GET", ONE + "/deliveries", ADMIN, this::deliveries),
                new ApiRoute("POST", ONE + "/deliveries/{delivery}/replay", ADMIN, this::replay),
                new ApiRoute("POST", ONE + "/replay", ADMIN, this::replayDead));
    }

    private ApiAnswer list() throws StoreAwayException {
        List<Webhook> hooks = database.read(WebhookStore::all);
        Map<String, Long> waiting = database.read(h -> DeliveryStore.counts(h, State.WAITING));
        Map<String, Long> dead = database.read(h -> DeliveryStore.counts(h, State.DEAD));
        return ApiAnswer.page(hooks, Optional.empty(), (hook, json) -> write(hook,
                waiting.getOrDefault(hook.id(), 0L), dead.getOrDefault(hook.id(), 0L), json));
    }

    private ApiAnswer shown(Webhook hook) throws StoreAwayException {
        long waiting = database.read(h -> DeliveryStore.counts(h, State.WAITING))
                .getOrDefault(hook.id(), 0L);
        long dead = database.read(h -> DeliveryStore.counts(h, State.DEAD))
                .getOrDefault(hook.id(), 0L);
        return ApiAnswer.json(json -> write(hook, waiting, dead, json)).etag(hook.version());
    }

    private Webhook hook(ApiCall call) throws ApiProblem, StoreAwayException {
        return database.read(handle -> WebhookStore.find(handle, call.path("id")))
                .orElseThrow(() -> new ApiProblem(404, "there is no such webhook"));
    }

    private ApiAnswer create(ApiCall call) throws ApiProblem, StoreAwayException {
        Body body = call.body();
        Optional<String> secret = secret(body);
        Webhook.Terms terms = terms(body);
        Webhook hook = new Webhook(newId(), terms,
                secret.orElseGet(() -> HookSignature.newSecret(random)), clock.wallMs(), 1, 0, 0);
        boolean full = database.write(handle -> {
            boolean isFull = WebhookStore.all(handle).size() >= WebhookStore.COUNT_MAX;
            if (!isFull) {
                WebhookStore.insert(handle, hook);
            }
            return isFull;
        });
        if (full) {
            throw new ApiProblem(409, "there are " + WebhookStore.COUNT_MAX
                    + " webhooks, as many as there may be");
        }
        audit.record(call.caller(), "webhook.created", hook.id(), terms.url());
        return ApiAnswer.created(HOOKS + "/" + hook.id(), json -> {
            write(hook, 0, 0, json);
            json.writeStringProperty("secret", hook.secret());
        }).etag(hook.version());
    }

    private ApiAnswer change(ApiCall call) throws ApiProblem, StoreAwayException {
        Webhook old = hook(call);
        call.ifMatch(old.version());
        Body body = call.body();
        Optional<String> secret = secret(body);
        Webhook.Terms terms = terms(body);
        Webhook changed = new Webhook(old.id(), terms, secret.orElse(old.secret()),
                old.createdMs(), old.version() + 1, old.lastMs(), old.lastStatus());
        database.write(handle -> {
            WebhookStore.update(handle, changed);
            return true;
        });
        sender.poke();
        audit.record(call.caller(), "webhook.changed", old.id(), terms.url());
        return shown(changed);
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        Webhook old = hook(call);
        call.ifMatch(old.version());
        database.write(handle -> {
            WebhookStore.delete(handle, old.id());
            return true;
        });
        audit.record(call.caller(), "webhook.deleted", old.id(), old.terms().url());
        return ApiAnswer.empty(204);
    }

    private ApiAnswer test(ApiCall call)
            throws ApiProblem, StoreAwayException, InterruptedException {
        Webhook hook = hook(call);
        long nowMs = clock.wallMs();
        LoggedEvent event = new LoggedEvent("test" + newId(), nowMs,
                Event.of("webhook.test", "by", call.caller().name()));
        Result result = sender.letter().send(hook, event.id(), EventJson.text(event));
        return ApiAnswer.json(json -> {
            json.writeBooleanProperty("good", result.isGood());
            write(result, "status", "problem", json);
            json.writeNumberProperty("tookMs", clock.wallMs() - nowMs);
        });
    }

    private ApiAnswer deliveries(ApiCall call) throws ApiProblem, StoreAwayException {
        Webhook hook = hook(call);
        Page page = call.page();
        Optional<State> state = state(call.query("state"));
        List<Delivery> found = database.read(handle -> DeliveryStore.list(handle, hook.id(),
                state, page.cursor().orElse(""), page.limit() + 1));
        boolean more = found.size() > page.limit();
        List<Delivery> shown = more ? found.subList(0, page.limit()) : found;
        return ApiAnswer.page(shown,
                more ? Optional.of(shown.getLast().eventId()) : Optional.empty(),
                WebhookRoutes::write);
    }

    private static Optional<State> state(Optional<String> word) throws ApiProblem {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        for (State each : State.values()) {
            if (DeliveryStore.word(each).equals(word.get())) {
                return Optional.of(each);
            }
        }
        throw new ApiProblem(400, "state is waiting, delivered or dead");
    }

    private ApiAnswer replay(ApiCall call) throws ApiProblem, StoreAwayException {
        Webhook hook = hook(call);
        String id = call.path("delivery");
        Optional<Delivery> again = database.write(handle ->
                DeliveryStore.replay(handle, hook.id(), id, clock.wallMs())
                        ? DeliveryStore.find(handle, hook.id(), id) : Optional.empty());
        sender.poke();
        Delivery delivery = again.orElseThrow(() ->
                new ApiProblem(404, "this webhook has no such delivery"));
        return ApiAnswer.json(json -> write(delivery, json));
    }

    private ApiAnswer replayDead(ApiCall call) throws ApiProblem, StoreAwayException {
        Webhook hook = hook(call);
        int count = database.write(handle ->
                DeliveryStore.replayDead(handle, hook.id(), clock.wallMs()));
        sender.poke();
        return ApiAnswer.json(json -> json.writeNumberProperty("replayed", count));
    }

    private static Optional<String> secret(Body body) throws ApiProblem {
        Optional<String> secret = body.optionalText("secret");
        if (secret.isPresent() && (secret.get().length() < 16 || secret.get().length() > 128)) {
            throw body.wrong("secret", "a text of 16 to 128 characters");
        }
        return secret;
    }

    private static Webhook.Terms terms(Body body) throws ApiProblem {
        String url = body.line("url", 2_000);
        boolean inside = body.optionalFlag("privateAllowed").orElse(false);
        try {
            HookTarget.of(url, inside);
        } catch (HookFailure refused) {
            throw new ApiProblem(422, "url: " + refused.getMessage());
        }
        List<String> types = body.optionalTexts("types").orElse(List.of());
        if (types.size() > LIST_MAX || !types.stream().allMatch(EventFilter::isType)) {
            throw body.wrong("types", "a list of types of events: stream.ended, alert.*");
        }
        List<String> apps = body.optionalTexts("apps").orElse(List.of());
        if (apps.size() > LIST_MAX
                || !apps.stream().allMatch(app -> app.matches("[A-Za-z0-9_.-]{1,64}"))) {
            throw body.wrong("apps", "a list of names of apps");
        }
        String description = body.has("description") ? body.text("description") : "";
        if (description.length() > 200) {
            throw body.wrong("description", "a text of at most 200 characters");
        }
        boolean enabled = body.optionalFlag("enabled").orElse(true);
        body.done();
        return new Webhook.Terms(url, inside, types, apps, enabled, description);
    }

    private String newId() {
        return String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
    }

    private static void write(Webhook hook, long waiting, long dead, JsonGenerator json) {
        json.writeStringProperty("id", hook.id());
        json.writeStringProperty("url", hook.terms().url());
        json.writeBooleanProperty("privateAllowed", hook.terms().privateAllowed());
        Json.texts(json, "types", hook.terms().types());
        Json.texts(json, "apps", hook.terms().apps());
        json.writeBooleanProperty("enabled", hook.terms().enabled());
        json.writeStringProperty("description", hook.terms().description());
        json.writeNumberProperty("createdMs", hook.createdMs());
        json.writeNumberProperty("version", hook.version());
        json.writeNumberProperty("waiting", waiting);
        json.writeNumberProperty("dead", dead);
        if (hook.lastMs() > 0) {
            json.writeNumberProperty("lastMs", hook.lastMs());
            json.writeNumberProperty("lastStatus", hook.lastStatus());
        }
    }

    private static void write(Delivery delivery, JsonGenerator json) {
        json.writeStringProperty("id", delivery.eventId());
        json.writeStringProperty("eventId", delivery.eventId());
        json.writeStringProperty("type", delivery.type());
        json.writeStringProperty("state", DeliveryStore.word(delivery.state()));
        json.writeNumberProperty("attempts", delivery.attempts());
        json.writeNumberProperty("createdMs", delivery.createdMs());
        if (delivery.state() == State.WAITING) {
            json.writeNumberProperty("nextMs", delivery.nextMs());
        }
        write(delivery.last(), "lastStatus", "lastProblem", json);
    }

    private static void write(Result result, String status, String problem, JsonGenerator json) {
        if (result.status() > 0) {
            json.writeNumberProperty(status, result.status());
        }
        if (!result.problem().isEmpty()) {
            json.writeStringProperty(problem, result.problem());
        }
    }
}
