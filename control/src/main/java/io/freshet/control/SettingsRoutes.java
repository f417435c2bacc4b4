package io.freshet.control;

import io.freshet.control.NodeStatus.Reload;
import io.freshet.control.NodeStatus.Setting;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.store.StoreAwayException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The configuration in effect, and reading it again.
///
/// Threading: shared, immutable.
final class SettingsRoutes {

    private final NodeStatus node;
    private final Audit audit;

    SettingsRoutes(NodeStatus node, Audit audit) {
        this.node = node;
        this.audit = audit;
    }

    List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/api/v1/settings", new Need.Everywhere(Role.OPERATOR), _ ->
                        ApiAnswer.page(node.settings(), Optional.empty(), SettingsRoutes::write)),
                new ApiRoute("POST", "/api/v1/node/reload", new Need.Everywhere(Role.ADMIN),
                        this::reload));
    }

    private ApiAnswer reload(ApiCall call) throws ApiProblem, StoreAwayException {
        switch (node.reload(call.caller().name())) {
            case Reload.Refused(List<String> problems) ->
                    throw new ApiProblem(422, "nothing was changed: "
                            + String.join("; ", problems));
            case Reload.Done done -> {
                audit.record(call.caller(), "node.reloaded", "settings", done.words());
                return ApiAnswer.json(json -> {
                    Json.texts(json, "inEffect", done.inEffect());
                    Json.texts(json, "forNewStreams", done.forNewStreams());
                    Json.texts(json, "afterRestart", done.afterRestart());
                });
            }
        }
    }

    private static void write(Setting setting, JsonGenerator json) {
        json.writeStringProperty("key", setting.key());
        json.writeStringProperty("value", setting.value());
        json.writeStringProperty("standard", setting.standard());
        json.writeStringProperty("source", setting.source());
        json.writeStringProperty("meaning", setting.meaning());
        json.writeBooleanProperty("secret", setting.secret());
        json.writeStringProperty("takesEffect", setting.takesEffect());
        if (!setting.waiting().isEmpty()) {
            json.writeStringProperty("waiting", setting.waiting());
        }
    }
}
