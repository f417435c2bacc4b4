package io.freshet.control.api;

import java.util.Map;

/// Who calls: a signed-in user or an API token, never both.
///
/// @param kind   which of them
/// @param id     of the user or the token
/// @param name   as people know it
/// @param grants app -> role; `*` is every app
public record Caller(Kind kind, String id, String name, Map<String, Role> grants) {

    /// The app that stands for every app.
    public static final String EVERY_APP = "*";

    /// The node itself, for what nobody asked for over the API.
    public static final Caller SYSTEM = new Caller(Kind.SYSTEM, "system", "system", Map.of());

    /// What a caller is.
    public enum Kind { USER, TOKEN, SYSTEM }

    public Caller {
        grants = Map.copyOf(grants);
    }

    /// Whether they have that role on `app`, or everywhere.
    public boolean may(Role least, String app) {
        Role role = grants.get(app);
        return role != null && role.includes(least) || mayEverywhere(least);
    }

    /// Whether they have that role on every app.
    public boolean mayEverywhere(Role least) {
        Role role = grants.get(EVERY_APP);
        return role != null && role.includes(least);
    }
}
