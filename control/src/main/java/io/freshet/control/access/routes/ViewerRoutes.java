package io.freshet.control.access.routes;

import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Page;
import io.freshet.control.api.Role;
import io.freshet.control.store.StoreAwayException;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Session;
import io.freshet.media.StreamKey;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Who watches a stream on this node, and sending one of them away.
///
/// Threading: shared, as the sessions are.
public final class ViewerRoutes {

    private static final String PATH = "/api/v1/streams/{app}/{name}/viewers";

    private final Desks desks;

    public ViewerRoutes(Desks desks) {
        this.desks = desks;
    }

    public List<ApiRoute> all() {
        Need need = new Need.OnApp(Role.MODERATOR);
        return List.of(new ApiRoute("GET", PATH, need, this::list),
                new ApiRoute("DELETE", PATH + "/{id}", need, this::kick));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem {
        Page page = call.page();
        long after = 0;
        if (page.cursor().isPresent()) {
            if (!page.cursor().get().matches("[0-9]{1,18}")) {
                throw new ApiProblem(400, "cursor is not one that an answer gave");
            }
            after = Long.parseLong(page.cursor().get());
        }
        List<Session> all = chosen(call);
        long from = after;
        List<Session> items = all.stream().filter(each -> each.number() > from)
                .limit(page.limit()).toList();
        boolean more = !items.isEmpty() && items.getLast() != all.getLast();
        return ApiAnswer.json(json -> {
            Json.objects(json, "items", items, ViewerRoutes::write);
            json.writeNumberProperty("total", all.size());
            if (more) {
                json.writeStringProperty("next", Long.toString(items.getLast().number()));
            }
        });
    }

    private List<Session> chosen(ApiCall call) throws ApiProblem {
        Optional<String> protocol = call.query("protocol");
        Optional<String> user = call.query("user");
        AddressList address;
        try {
            address = call.query("address").isPresent()
                    ? AddressList.parse(List.of(call.query("address").get())) : AddressList.NONE;
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
        return desks.sessions().of(call.stream()).stream()
                .filter(each -> each.action() == Action.PLAY
                        && protocol.map(name(each.protocol())::equals).orElse(true)
                        && user.map(each.terms().user()::equals).orElse(true)
                        && (address.isEmpty() || address.contains(each.peer().address())))
                .sorted(Comparator.comparingLong(Session::number)).toList();
    }

    private static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void write(Session viewer, JsonGenerator json) {
        json.writeStringProperty("id", viewer.id());
        json.writeStringProperty("protocol", name(viewer.protocol()));
        json.writeStringProperty("address", viewer.peer().address());
        json.writeBooleanProperty("secure", viewer.peer().secure());
        json.writeStringProperty("userAgent", viewer.peer().userAgent());
        json.writeStringProperty("referer", viewer.peer().referer());
        json.writeStringProperty("user", viewer.terms().user());
        json.writeStringProperty("tokenId", viewer.terms().tokenId());
        json.writeNumberProperty("sinceMs", viewer.openedWallMs());
        json.writeNumberProperty("bytes", viewer.bytes());
        if (viewer.terms().expiresWallMs() != Long.MAX_VALUE) {
            json.writeNumberProperty("expiresMs", viewer.terms().expiresWallMs());
        }
    }

    private ApiAnswer kick(ApiCall call) throws ApiProblem, StoreAwayException {
        StreamKey stream = call.stream();
        Session viewer = desks.sessions().find(stream, call.path("id"))
                .filter(each -> each.action() == Action.PLAY)
                .orElseThrow(() -> new ApiProblem(404, "nobody of this id watches " + stream));
        viewer.end("kicked by the operator");
        desks.audit().record(call.caller(), "viewer.kicked", stream.toString(), "viewer "
                + viewer.id() + " from " + viewer.peer().address());
        return ApiAnswer.empty(204);
    }
}
