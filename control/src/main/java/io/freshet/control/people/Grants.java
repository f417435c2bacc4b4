package io.freshet.control.people;

import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Role;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// Roles on apps: read from requests, written into answers and rows.
final class Grants {

    /// Apps that one user or token is given by name.
    private static final int APPS_MAX = 100;

    private Grants() {
    }

    /// What a request gives; at least one role.
    static Map<String, Role> of(Body grants) throws ApiProblem {
        Map<String, Role> roles = new TreeMap<>();
        for (String app : grants.names()) {
            String label = grants.text(app);
            Role role = Role.of(label).orElseThrow(() -> new ApiProblem(400,
                    "a role in grants is viewer, moderator, operator or admin"));
            checkApp(app);
            roles.put(app, role);
        }
        if (roles.isEmpty() || roles.size() > APPS_MAX) {
            throw new ApiProblem(400, "grants must name 1 to " + APPS_MAX
                    + " apps, or * for every app, each with a role");
        }
        return roles;
    }

    private static void checkApp(String app) throws ApiProblem {
        if (app.equals(Caller.EVERY_APP)) {
            return;
        }
        try {
            StreamKey.of(app, "name");
        } catch (BadNameException e) {
            throw new ApiProblem(400, "grants name an app that cannot be: " + e.getMessage());
        }
    }

    static void write(JsonGenerator json, Map<String, Role> grants) {
        json.writeObjectPropertyStart("grants");
        new TreeMap<>(grants).forEach((app, role) ->
                json.writeStringProperty(app, role.label()));
        json.writeEndObject();
    }

    /// As it is kept in a row and shown in the audit log: `*=admin,school=viewer`.
    static String text(Map<String, Role> grants) {
        return new TreeMap<>(grants).entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().label())
                .collect(Collectors.joining(","));
    }

    static Map<String, Role> parse(String text) {
        Map<String, Role> grants = new TreeMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                Role.of(pair.substring(equals + 1)).ifPresent(role ->
                        grants.put(pair.substring(0, equals), role));
            }
        }
        return grants;
    }

    /// What of `wanted` somebody with `own` may hand on: on each app the lesser role.
    static Map<String, Role> within(Map<String, Role> wanted, Map<String, Role> own) {
        Map<String, Role> both = new TreeMap<>();
        wanted.forEach((app, role) -> least(role, best(own, app))
                .ifPresent(lesser -> both.put(app, lesser)));
        Role everywhere = wanted.get(Caller.EVERY_APP);
        if (everywhere != null) {
            own.forEach((app, role) -> least(everywhere, Optional.of(role))
                    .ifPresent(lesser -> both.merge(app, lesser, Grants::greater)));
        }
        return both;
    }

    private static Optional<Role> best(Map<String, Role> own, String app) {
        Role named = own.get(app);
        Role everywhere = own.get(Caller.EVERY_APP);
        if (named == null || everywhere == null) {
            return Optional.ofNullable(named == null ? everywhere : named);
        }
        return Optional.of(greater(named, everywhere));
    }

    private static Optional<Role> least(Role one, Optional<Role> other) {
        return other.map(each -> one.includes(each) ? each : one);
    }

    private static Role greater(Role one, Role other) {
        return one.includes(other) ? one : other;
    }
}
