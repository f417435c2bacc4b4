package io.freshet.control.healing;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.healing.Bulletin.Patient;
import io.freshet.control.store.StoreAwayException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/// How nodes are, over the API. What became of them before is in the event log, as `healing.*`.
///
/// Threading: immutable.
public final class HealingRoutes {

    private final Supplier<Optional<NodeHealth>> health;
    private final Audit audit;

    /// @param health empty where nothing is healed
    public HealingRoutes(Supplier<Optional<NodeHealth>> health, Audit audit) {
        this.health = health;
        this.audit = audit;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/api/v1/healing", new Need.Everywhere(Role.VIEWER),
                        this::show),
                new ApiRoute("POST", "/api/v1/nodes/{id}/heal",
                        new Need.Everywhere(Role.OPERATOR), this::reset));
    }

    private ApiAnswer show(ApiCall call) {
        Optional<NodeHealth> here = health.get();
        Optional<Bulletin> heard = here.flatMap(NodeHealth::bulletin);
        return ApiAnswer.json(json -> {
            json.writeBooleanProperty("enabled", here.isPresent());
            json.writeName("by");
            heard.ifPresentOrElse(each -> json.writeString(each.by()), json::writeNull);
            json.writeName("atMs");
            heard.ifPresentOrElse(each -> json.writeNumber(each.atMs()), json::writeNull);
            json.writeBooleanProperty("doubting", heard.map(Bulletin::doubting).orElse(false));
            Json.objects(json, "nodes", heard.map(Bulletin::nodes).orElse(List.of()),
                    HealingRoutes::write);
        });
    }

    private static void write(Patient patient, JsonGenerator json) {
        json.writeStringProperty("node", patient.node());
        json.writeStringProperty("condition", patient.condition());
        json.writeNumberProperty("failures", patient.failures());
        json.writeBooleanProperty("evicted", patient.evicted());
        json.writeStringProperty("why", patient.why());
        json.writeNumberProperty("sinceMs", patient.sinceMs());
        json.writeBooleanProperty("needsPerson", patient.needsPerson());
    }

    private ApiAnswer reset(ApiCall call) throws ApiProblem, StoreAwayException {
        NodeHealth here = health.get().orElseThrow(() -> new ApiProblem(409,
                "healing is off: healing.enabled"));
        String node = call.path("id");
        Patient patient = here.bulletin().flatMap(heard -> heard.nodes().stream()
                .filter(each -> each.node().equals(node)).findFirst())
                .orElseThrow(() -> new ApiProblem(404, "no such node is looked at"));
        if (patient.condition().equals("healthy")) {
            throw new ApiProblem(409, "nothing is wrong with that node");
        }
        audit.record(call.caller(), "node.heal", node, patient.condition());
        here.reset(node, call.caller().name());
        return ApiAnswer.empty(202);
    }
}
