package io.freshet.control.api;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request to one route, from somebody who may make it.
///
/// Threading: confined to the thread of the request.
public final class ApiCall {

    private final ApiRequest request;
    private final Map<String, String> path;
    private final Optional<Caller> caller;

    ApiCall(ApiRequest request, Map<String, String> path, Optional<Caller> caller) {
        this.request = request;
        this.path = path;
        this.caller = caller;
    }

    /// Who calls; not to be asked where the route needs nothing.
    public Caller caller() {
        return caller.orElseThrow(() -> new IllegalStateException("nobody was asked to sign in"));
    }

    /// A variable of the route's template, decoded.
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the template has no {" + name + "}");
        }
        return value;
    }

    /// The stream that the path names with `{app}` and `{name}`.
    public StreamKey stream() throws ApiProblem {
        try {
            return StreamKey.of(path("app"), path("name"));
        } catch (BadNameException e) {
            throw new ApiProblem(404, "no stream can have this name: " + e.getMessage());
        }
    }

    /// The first value of that name after the question mark.
    public Optional<String> query(String name) {
        return Optional.ofNullable(request.query().get(name));
    }

    /// The same as a time in Unix ms, or a count.
    public Optional<Long> queryNumber(String name) throws ApiProblem {
        Optional<String> text = query(name);
        if (text.isPresent() && !text.get().matches("[0-9]{1,18}")) {
            throw new ApiProblem(400, name + " must be a whole number");
        }
        return text.map(Long::parseLong);
    }

    /// The JSON object that came with it.
    public Body body() throws ApiProblem {
        String type = header("content-type").orElse("");
        if (request.body().length() == 0) {
            throw new ApiProblem(400, "this request needs a body, a JSON object");
        }
        // A form of another page could not say this type without asking us first.
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new ApiProblem(415, "the body must be application/json");
        }
        return JsonBody.parse(request.body());
    }

    /// @param name in any case
    public Optional<String> header(String name) {
        return request.header(name.toLowerCase(Locale.ROOT));
    }

    /// The value of one cookie.
    public Optional<String> cookie(String name) {
        return request.cookie(name);
    }

    /// Which part of a list is asked for.
    public Page page() throws ApiProblem {
        return Page.of(query("limit"), query("cursor"));
    }

    /// The address that asks, without port.
    public String remote() {
        return request.peer().address();
    }

    /// Whether it came over TLS.
    public boolean secure() {
        return request.peer().secure();
    }

    /// Refuses the change if it was meant for another version than `version`.
    ///
    /// Spec: RFC 9110, 13.1.1
    public void ifMatch(long version) throws ApiProblem {
        Optional<String> wanted = header("if-match");
        if (wanted.isPresent() && !wanted.get().equals("*")
                && !wanted.get().equals("\"" + version + "\"")) {
            throw ApiProblem.changed();
        }
    }

    /// Refuses who does not have that role on `app`; for routes that find out the app themselves.
    public void require(Role least, String app) throws ApiProblem {
        if (!caller().may(least, app)) {
            throw Router.forbidden(least);
        }
    }
}
