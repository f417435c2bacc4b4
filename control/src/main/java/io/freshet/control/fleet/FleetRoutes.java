package io.freshet.control.fleet;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.RecentAnswers;
import io.freshet.control.api.Role;
import io.freshet.control.fleet.FleetNode.Wanted;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What is said of nodes, what may be wanted of them, and the trees of streams.
///
/// Threading: shared; an order and a tree wait for other nodes, all else answers at once.
public final class FleetRoutes {

    private static final int REASON_CHARS_MAX = 200;

    private final Fleet fleet;
    private final Consumer<JsonGenerator> here;
    private final Audit audit;
    private final Clock clock;
    private final RecentAnswers recent;

    /// @param here writes what only the node that answers knows of itself
    public FleetRoutes(Fleet fleet, Consumer<JsonGenerator> here, Audit audit, Clock clock) {
        this.fleet = fleet;
        this.here = here;
        this.audit = audit;
        this.clock = clock;
        this.recent = new RecentAnswers(clock);
    }

    public List<ApiRoute> all() {
        Need look = new Need.Everywhere(Role.VIEWER);
        Need steer = new Need.Everywhere(Role.OPERATOR);
        return List.of(
                new ApiRoute("GET", "/api/v1/nodes", look, _ -> recent.of("nodes", () ->
                        ApiAnswer.page(fleet.nodes(), Optional.empty(), this::write))),
                new ApiRoute("GET", "/api/v1/nodes/{id}", look, call -> {
                    FleetNode node = found(call.path("id"));
                    return ApiAnswer.json(json -> write(node, json));
                }),
                new ApiRoute("POST", "/api/v1/nodes/{id}/drain", steer, call ->
                        order(call, "draining", "node.drained")),
                new ApiRoute("POST", "/api/v1/nodes/{id}/evict", steer, call ->
                        order(call, "evicted", "node.evicted")),
                new ApiRoute("POST", "/api/v1/nodes/{id}/resume", steer, call ->
                        order(call, "ready", "node.resumed")),
                new ApiRoute("GET", "/api/v1/streams/{app}/{name}/tree",
                        new Need.OnApp(Role.VIEWER), this::tree));
    }

    private FleetNode found(String id) throws ApiProblem {
        return fleet.nodes().stream().filter(node -> node.id().equals(id)).findFirst()
                .orElseThrow(() -> noSuchNode(id));
    }

    private static ApiProblem noSuchNode(String id) {
        return new ApiProblem(404, id.matches("[a-z0-9-]{1,40}") ? "there is no node " + id
                : "there is no node of that name");
    }

    private ApiAnswer order(ApiCall call, String state, String action)
            throws ApiProblem, StoreAwayException, InterruptedException {
        String id = call.path("id");
        String reason = call.query("reason").orElse("");
        if (reason.length() > REASON_CHARS_MAX
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new ApiProblem(422, "reason must be one line of at most " + REASON_CHARS_MAX
                    + " characters");
        }
        switch (fleet.order(id, new Wanted(state, call.caller().name(), reason, clock.wallMs()))) {
            case DONE -> audit.record(call.caller(), action, id, reason);
            case NO_SUCH_NODE -> throw noSuchNode(id);
            case OUTRUN -> throw new ApiProblem(409,
                    "somebody has just ordered something else of that node; look again");
            case AWAY -> throw ApiProblem.later(503, "the coordination engine does not answer", 5);
            case NO_CLUSTER -> throw new ApiProblem(409, "this node is in no cluster: there is "
                    + "nobody who would serve its publishers and viewers");
        }
        recent.forget();
        FleetNode node = found(id);
        return ApiAnswer.json(json -> write(node, json));
    }

    private ApiAnswer tree(ApiCall call) throws ApiProblem, InterruptedException {
        List<Limb> limbs = fleet.tree(call.stream());
        if (limbs.isEmpty()) {
            throw new ApiProblem(404, "no node has the stream " + call.stream() + " now");
        }
        return ApiAnswer.json(json -> Json.objects(json, "items", limbs, FleetRoutes::write));
    }

    private static void write(Limb limb, JsonGenerator json) {
        json.writeStringProperty("node", limb.node());
        json.writeStringProperty("region", limb.region());
        json.writeStringProperty("role", limb.role());
        json.writeStringProperty("parent", limb.parent());
        json.writeNumberProperty("level", limb.level());
        json.writeStringProperty("token", Long.toString(limb.token()));
        json.writeNumberProperty("bitrateBps", limb.bitrateBps());
        json.writeNumberProperty("viewers", limb.viewers());
    }

    private void write(FleetNode node, JsonGenerator json) {
        json.writeStringProperty("id", node.id());
        json.writeBooleanProperty("self", node.self());
        json.writeStringProperty("version", node.version());
        json.writeNumberProperty("startedMs", node.startedMs());
        Json.texts(json, "roles", node.roles());
        json.writeStringProperty("region", node.place().region());
        json.writeStringProperty("zone", node.place().zone());
        json.writeObjectPropertyStart("addresses");
        new TreeMap<>(node.addresses()).forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("state", node.condition().state());
        json.writeStringProperty("health", node.condition().health());
        json.writeNumberProperty("silentMs", node.condition().silentMs());
        json.writeNumberProperty("clockOffsetMs", node.condition().clockOffsetMs());
        json.writeNumberProperty("cpuPercent", node.load().cpuPercent());
        json.writeNumberProperty("memoryPercent", node.load().memoryPercent());
        json.writeNumberProperty("trafficBps", node.load().trafficBps());
        json.writeNumberProperty("trafficBpsMax", node.load().trafficBpsMax());
        json.writeNumberProperty("viewersMax", node.load().viewersMax());
        json.writeNumberProperty("leads", node.leads());
        Json.texts(json, "duties", node.duties());
        json.writeName("wanted");
        node.wanted().ifPresentOrElse(wanted -> write(wanted, json), json::writeNull);
        if (node.self()) {
            here.accept(json);
        } else {
            json.writeBooleanProperty("ready", node.condition().isReady());
            json.writeNullProperty("notReadyReason");
            json.writeNumberProperty("streams", node.load().streams());
            json.writeNumberProperty("viewers", node.load().viewers());
        }
    }

    private static void write(Wanted wanted, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("state", wanted.state());
        json.writeStringProperty("by", wanted.by());
        json.writeStringProperty("reason", wanted.reason());
        json.writeNumberProperty("sinceMs", wanted.sinceMs());
        json.writeEndObject();
    }
}
