package io.freshet.control.api;

import java.util.List;
import java.util.Set;

/// One thing that the API does.
///
/// @param method   GET, POST, PUT, PATCH or DELETE; HEAD is GET without the body
/// @param template of the path: `/api/v1/apps/{app}/keys/{id}`
/// @param need     who may call it
/// @param handler  does it
public record ApiRoute(String method, String template, Need need, Handler handler) {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    public ApiRoute {
        if (!METHODS.contains(method) || !template.startsWith("/")) {
            throw new IllegalArgumentException(method + " " + template + " is no route");
        }
        if (need instanceof Need.OnApp && !template.contains("/{app}")) {
            throw new IllegalArgumentException(template + " names no {app} to have a role on");
        }
    }

    /// The template's segments, without the empty one before the first slash.
    List<String> segments() {
        return List.of(template.substring(1).split("/", -1));
    }
}
