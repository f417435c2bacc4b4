package io.freshet.control.access.routes;

import io.freshet.control.access.keep.AccessRow;
import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.keep.RowJson;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.rule.AddressLists;
import io.freshet.control.access.rule.PlaybackRule;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.store.StoreAwayException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Playback rules of an app's streams, and the app's address lists.
///
/// Threading: shared, as the desk is.
public final class RuleRoutes {

    private static final String RULES = "/api/v1/apps/{app}/rules";
    private static final String ADDRESSES = "/api/v1/apps/{app}/addresses";
    private static final String ONE = "one";

    private final Desks desks;

    public RuleRoutes(Desks desks) {
        this.desks = desks;
    }

    public List<ApiRoute> all() {
        Need look = new Need.OnApp(Role.VIEWER);
        Need change = new Need.OnApp(Role.OPERATOR);
        return List.of(new ApiRoute("GET", RULES, look, this::list),
                new ApiRoute("POST", RULES, change, this::create),
                new ApiRoute("GET", RULES + "/{id}", look, this::one),
                new ApiRoute("PUT", RULES + "/{id}", change, this::set),
                new ApiRoute("DELETE", RULES + "/{id}", change, this::delete),
                new ApiRoute("GET", ADDRESSES, change, this::addresses),
                new ApiRoute("PUT", ADDRESSES, change, this::setAddresses));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem {
        return Desks.page(call, desks.desk().list(Kind.PLAYBACK_RULE, call.path("app")),
                AccessRow::id, RuleRoutes::write);
    }

    private ApiAnswer one(ApiCall call) throws ApiProblem {
        return shown(found(call));
    }

    private static ApiAnswer shown(AccessRow row) {
        return ApiAnswer.json(json -> write(row, json)).etag(row.version());
    }

    private AccessRow found(ApiCall call) throws ApiProblem {
        return desks.desk().get(Kind.PLAYBACK_RULE, call.path("app"), call.path("id"),
                "playback rule");
    }

    private PlaybackRule read(ApiCall call, String id) throws ApiProblem {
        try {
            Body body = call.body();
            PlaybackRule rule = RowJson.playbackRule(id, body);
            body.done();
            // Two rules for the same streams would contradict each other.
            for (AccessRow each : desks.desk().list(Kind.PLAYBACK_RULE, call.path("app"))) {
                if (!each.id().equals(id)
                        && RowJson.playbackRule(each).stream().equals(rule.stream())) {
                    throw new ApiProblem(409, "there is a rule for " + rule.stream()
                            + " already; change that one");
                }
            }
            return rule;
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
    }

    private ApiAnswer create(ApiCall call) throws ApiProblem, StoreAwayException {
        PlaybackRule rule = read(call, desks.newId());
        AccessRow row = new AccessRow(Kind.PLAYBACK_RULE, call.path("app"), rule.id(), 1,
                desks.clock().wallMs(), RowJson.text(json -> RowJson.write(rule, json)));
        desks.desk().insert(row, "playback rules");
        audit(call, "rule.created", rule);
        return ApiAnswer.created(RULES.replace("{app}", row.app()) + "/" + row.id(),
                json -> write(row, json)).etag(row.version());
    }

    private void audit(ApiCall call, String action, PlaybackRule rule)
            throws StoreAwayException {
        desks.audit().record(call.caller(), action, call.path("app"), rule.stream() + " is "
                + (rule.signed() ? "signed" : "open"));
    }

    private ApiAnswer set(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = found(call);
        call.ifMatch(row.version());
        PlaybackRule rule = read(call, row.id());
        AccessRow next = row.next(RowJson.text(json -> RowJson.write(rule, json)));
        desks.desk().update(next);
        audit(call, "rule.changed", rule);
        return shown(next);
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = found(call);
        call.ifMatch(row.version());
        desks.desk().delete(Kind.PLAYBACK_RULE, row.app(), row.id());
        desks.audit().record(call.caller(), "rule.deleted", row.app(), "rule " + row.id());
        return ApiAnswer.empty(204);
    }

    private static void write(AccessRow row, JsonGenerator json) {
        try {
            json.writeStringProperty("id", row.id());
            json.writeStringProperty("app", row.app());
            RowJson.write(RowJson.playbackRule(row), json);
            json.writeNumberProperty("version", row.version());
        } catch (ApiProblem | BadRuleException unreadable) {
            throw new IllegalStateException("a row that was read cannot be: " + row, unreadable);
        }
    }

    // ---- the app's address lists

    private Optional<AccessRow> lists(ApiCall call) {
        return desks.desk().find(Kind.ADDRESSES, call.path("app"), ONE);
    }

    private ApiAnswer addresses(ApiCall call) throws ApiProblem {
        try {
            Optional<AccessRow> row = lists(call);
            return shown(row.isPresent() ? RowJson.addresses(row.get()) : AddressLists.NONE,
                    row.map(AccessRow::version).orElse(0L));
        } catch (BadRuleException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static ApiAnswer shown(AddressLists lists, long version) {
        return ApiAnswer.json(json -> {
            RowJson.write(lists, json);
            json.writeNumberProperty("version", version);
        }).etag(version);
    }

    private ApiAnswer setAddresses(ApiCall call) throws ApiProblem, StoreAwayException {
        try {
            Optional<AccessRow> before = lists(call);
            call.ifMatch(before.map(AccessRow::version).orElse(0L));
            Body body = call.body();
            AddressLists lists = RowJson.addresses(body);
            // Who sends back what it got means nothing by it.
            body.optionalNumber("version");
            body.done();
            String text = RowJson.text(json -> RowJson.write(lists, json));
            AccessRow row = before.map(each -> each.next(text)).orElseGet(() -> new AccessRow(
                    Kind.ADDRESSES, call.path("app"), ONE, 1, desks.clock().wallMs(), text));
            if (before.isPresent()) {
                desks.desk().update(row);
            } else {
                desks.desk().insert(row, "address lists");
            }
            desks.audit().record(call.caller(), "addresses.changed", row.app(), "");
            return shown(lists, row.version());
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
    }
}
