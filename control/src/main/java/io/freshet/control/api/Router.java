package io.freshet.control.api;

import io.freshet.control.api.Gate.Entry;
import io.freshet.control.store.StoreAwayException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the route that a request means, checks whether who asks may, and lets it answer.
///
/// A path that differs from a template in one character, by dot segments or a doubled slash too,
/// means nothing. The path is compared as it was sent; only variables are decoded.
///
/// Threading: shared, immutable.
public final class Router {

    private static final String NOWHERE = "there is nothing at this path; see /openapi.yaml "
            + "(a slash inside a name is written as %2F)";
    private static final String SIGN_IN = "sign in, or send an API token: "
            + "Authorization: Bearer TOKEN";

    /// What somebody who must change their password may do before.
    private static final Set<String> UNRESTRICTED = Set.of("GET /api/v1/me",
            "PUT /api/v1/me/password", "POST /api/v1/logout");

    private final BrowserGuard guard;
    private final Gate gate;
    private final Replays replays;
    private final List<Known> known = new ArrayList<>();
    /// Those without variables, by their path; the others by how many segments they have.
    private final Map<String, List<Known>> plain = new HashMap<>();
    private final Map<Integer, List<Known>> patterns = new HashMap<>();

    /// A route with its template taken apart.
    private record Known(ApiRoute route, List<String> segments) {
    }

    /// A route that a path means.
    private record Found(ApiRoute route, Map<String, String> variables) {
    }

    /// @param guard   looks at what browsers send before anything else
    /// @param gate    knows who asks
    /// @param replays remembers answers for who asks twice
    /// @param routes  all that there is
    public Router(BrowserGuard guard, Gate gate, Replays replays, List<ApiRoute> routes) {
        this.guard = guard;
        this.gate = gate;
        this.replays = replays;
        Set<String> seen = new HashSet<>();
        for (ApiRoute route : routes) {
            String shape = route.method() + " " + route.template().replaceAll("\\{[^/]*}", "{}");
            if (!seen.add(shape)) {
                throw new IllegalArgumentException(shape + " is there twice");
            }
            Known made = new Known(route, route.segments());
            known.add(made);
            (route.template().contains("{")
                    ? patterns.computeIfAbsent(made.segments().size(), _ -> new ArrayList<>())
                    : plain.computeIfAbsent(route.template(), _ -> new ArrayList<>())).add(made);
        }
    }

    /// All that there is, in the order in which it was given.
    public List<ApiRoute> routes() {
        return known.stream().map(Known::route).toList();
    }

    /// Answers; whatever is wrong with the request is an answer, too.
    public ApiAnswer answer(ApiRequest request) throws InterruptedException {
        ApiRequest asked = guard.resolved(request);
        return ScopedValue.where(Audit.FROM, asked.peer().address())
                .call(() -> guarded(asked));
    }

    private ApiAnswer guarded(ApiRequest request) throws InterruptedException {
        Optional<ApiAnswer> refusal = guard.refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            return answerOrFail(request);
        } catch (ApiProblem problem) {
            return problem.answer();
        } catch (StoreAwayException away) {
            return ApiProblem.later(503, "the database does not answer; streams go on, "
                    + "and so will this as soon as it is back", 1).answer();
        }
    }

    private ApiAnswer answerOrFail(ApiRequest request)
            throws ApiProblem, StoreAwayException, InterruptedException {
        List<Found> here = at(request.rawPath());
        if (here.isEmpty()) {
            throw new ApiProblem(404, NOWHERE);
        }
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Found found = here.stream().filter(each -> each.route().method().equals(method))
                .findFirst().orElse(null);
        if (found == null) {
            String allowed = allowed(here);
            throw new ApiProblem(405, "this path takes " + allowed).with("Allow", allowed);
        }
        Optional<Caller> caller = letIn(request, found);
        ApiCall call = new ApiCall(request, found.variables(), caller);
        if (method.equals("POST") && caller.isPresent()) {
            return replays.once(request, caller.get(), () -> found.route().handler().handle(call));
        }
        return found.route().handler().handle(call);
    }

    private Optional<Caller> letIn(ApiRequest request, Found found)
            throws ApiProblem, StoreAwayException {
        Need need = found.route().need();
        if (need instanceof Need.Nothing
                || need instanceof Need.OnThisMachineOr && request.peer().loopback()) {
            return Optional.empty();
        }
        Entry entry = gate.enter(request).orElseThrow(() -> new ApiProblem(401, SIGN_IN)
                .with("WWW-Authenticate", "Bearer"));
        if (entry.csrf().isPresent() && !request.isSafe()
                && !Digests.same(entry.csrf().get(), request.header("x-csrf-token").orElse(""))) {
            throw new ApiProblem(403, "send the csrfToken of /api/v1/me as X-CSRF-Token")
                    .typed("urn:freshet:csrf");
        }
        ApiRoute route = found.route();
        if (entry.restricted()
                && !UNRESTRICTED.contains(route.method() + " " + route.template())) {
            throw new ApiProblem(403, "change your password first: PUT /api/v1/me/password")
                    .typed("urn:freshet:must-change-password");
        }
        Caller caller = entry.caller();
        switch (need) {
            case Need.Nothing _, Need.SignedIn _ -> { }
            case Need.Everywhere(Role least) -> require(caller.mayEverywhere(least), least);
            case Need.OnThisMachineOr(Role least) -> require(caller.mayEverywhere(least), least);
            case Need.OnApp(Role least) ->
                    require(caller.may(least, found.variables().getOrDefault("app", "")), least);
        }
        return Optional.of(caller);
    }

    private static void require(boolean may, Role least) throws ApiProblem {
        if (!may) {
            throw forbidden(least);
        }
    }

    static ApiProblem forbidden(Role least) {
        return new ApiProblem(403, "this takes the role " + least.label() + " here");
    }

    private static String allowed(List<Found> here) {
        Set<String> methods = new LinkedHashSet<>();
        for (Found each : here) {
            methods.add(each.route().method());
            if (each.route().method().equals("GET")) {
                methods.add("HEAD");
            }
        }
        return String.join(", ", methods);
    }

    /// The routes of the path, whatever the method. A word wins over a variable.
    private List<Found> at(String rawPath) throws ApiProblem {
        if (!rawPath.startsWith("/")) {
            return List.of();
        }
        List<Known> exact = plain.get(rawPath);
        if (exact != null) {
            return exact.stream().map(each -> new Found(each.route(), Map.of())).toList();
        }
        List<String> segments = List.of(rawPath.substring(1).split("/", -1));
        List<Known> best = new ArrayList<>();
        int words = 0;
        for (Known each : patterns.getOrDefault(segments.size(), List.of())) {
            int equal = wordsIn(each.segments(), segments);
            if (equal > words) {
                best.clear();
                words = equal;
            }
            if (equal >= 0 && equal == words) {
                best.add(each);
            }
        }
        List<Found> found = new ArrayList<>(best.size());
        for (Known each : best) {
            found.add(new Found(each.route(), variables(each.segments(), segments)));
        }
        return found;
    }

    /// How many segments are words of the template; -1 if one differs.
    private static int wordsIn(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return -1;
        }
        int words = 0;
        for (int i = 0; i < template.size(); i++) {
            if (template.get(i).startsWith("{")) {
                if (segments.get(i).isEmpty()) {
                    return -1;
                }
            } else if (!template.get(i).equals(segments.get(i))) {
                return -1;
            } else {
                words++;
            }
        }
        return words;
    }

    private static Map<String, String> variables(List<String> template, List<String> segments)
            throws ApiProblem {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String name = template.get(i);
            if (name.startsWith("{")) {
                variables.put(name.substring(1, name.length() - 1), decoded(segments.get(i)));
            }
        }
        return variables;
    }

    private static String decoded(String segment) throws ApiProblem {
        try {
            // A plus sign stands for itself in a path; in the forms that the decoder was made for
            // it stands for a space.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new ApiProblem(404, "nothing can have this name: its percent-encoding is broken");
        }
    }
}
