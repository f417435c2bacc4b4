package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every route against every role. What a route needs stands in `auth-matrix.txt` a second time:
/// who adds a route, or opens one, says so there.
class AuthMatrixTest {

    private static ControlRig rig;
    private static ApiClient admin;

    @BeforeAll
    static void open() throws Exception {
        rig = ControlRig.withPeople();
        admin = ApiClient.admin(rig);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static String told(Need need) {
        return switch (need) {
            case Need.Nothing _ -> "nothing";
            case Need.SignedIn _ -> "signed in";
            case Need.Everywhere(Role least) -> least.label() + " everywhere";
            case Need.OnApp(Role least) -> least.label() + " on the app";
            case Need.OnThisMachineOr(Role least) -> "this machine, or " + least.label()
                    + " everywhere";
        };
    }

    @Test
    void everyRouteNeedsWhatTheListSays() throws Exception {
        TreeSet<String> there = new TreeSet<>();
        for (ApiRoute route : rig.server.routes()) {
            there.add(route.method() + " " + route.template() + " : " + told(route.need()));
        }
        try (InputStream in = AuthMatrixTest.class.getResourceAsStream("auth-matrix.txt")) {
            assertThat(String.join("\n", there)).isEqualTo(String.join("\n", new TreeSet<>(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().lines()
                            .toList())));
        }
    }

    private static boolean mayCall(Need need, Role role, boolean everywhere) {
        return switch (need) {
            case Need.Nothing _, Need.SignedIn _, Need.OnThisMachineOr _ -> true;
            case Need.Everywhere(Role least) -> everywhere && role.includes(least);
            case Need.OnApp(Role least) -> role.includes(least);
        };
    }

    /// With `live` as the app and things that are not there.
    private static String path(ApiRoute route, String app) {
        return route.template().replace("{app}", app).replaceAll("\\{[^/]*}", "none");
    }

    private static HttpResponse<String> call(ApiClient client, ApiRoute route, String app)
            throws Exception {
        boolean body = !route.method().equals("GET") && !route.method().equals("DELETE");
        // What goes on without end ends here after its first word.
        String end = route.template().endsWith("/live") ? "?forS=0" : "";
        return client.call(route.method(), path(route, app) + end, body ? "{}" : null);
    }

    private static boolean isRoleRefusal(HttpResponse<String> answer) {
        return answer.statusCode() == 403 && answer.body().contains("this takes the role");
    }

    @Test
    void nobodyGetsInWhereSomebodyIsNeeded() throws Exception {
        List<ApiClient> nobodies = new ArrayList<>(List.of(new ApiClient(rig)));
        for (String shown : List.of("Bearer fat_wrong", "Bearer ", "Basic YWRtaW46YWRtaW4=",
                "Bearer null", "bearer fat_" + "0".repeat(52))) {
            ApiClient client = new ApiClient(rig);
            client.headers.put("Authorization", shown);
            nobodies.add(client);
        }
        ApiClient guesser = new ApiClient(rig);
        guesser.headers.put("Cookie", "freshet_session=" + "0".repeat(52));
        nobodies.add(guesser);
        for (ApiRoute route : rig.server.routes()) {
            boolean open = route.need() instanceof Need.Nothing
                    || route.need() instanceof Need.OnThisMachineOr;
            for (ApiClient nobody : nobodies) {
                HttpResponse<String> answer = call(nobody, route, "live");
                if (open) {
                    assertThat(answer.statusCode()).as(route.toString()).isNotEqualTo(401);
                } else {
                    assertThat(answer.statusCode()).as(route.toString()).isEqualTo(401);
                    assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
                }
            }
        }
    }

    @Test
    void everyRoleGetsExactlyWhereItMay() throws Exception {
        Map<String, ApiClient> clients = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            for (String app : List.of("*", "live")) {
                clients.put(role.label() + " " + app, ApiClient.withToken(rig, admin,
                        "{\"" + app + "\":\"" + role.label() + "\"}"));
            }
        }
        for (ApiRoute route : rig.server.routes()) {
            for (Map.Entry<String, ApiClient> each : clients.entrySet()) {
                String[] words = each.getKey().split(" ");
                Role role = Role.of(words[0]).orElseThrow();
                boolean everywhere = words[1].equals("*");
                HttpResponse<String> answer = call(each.getValue(), route, "live");
                String what = route.method() + " " + route.template() + " as " + each.getKey()
                        + ": " + answer.statusCode() + " " + answer.body();
                assertThat(answer.statusCode()).as(what).isNotEqualTo(401).isLessThan(500);
                assertThat(isRoleRefusal(answer)).as(what)
                        .isNotEqualTo(mayCall(route.need(), role, everywhere));
                if (route.need() instanceof Need.OnApp && !everywhere) {
                    assertThat(isRoleRefusal(call(each.getValue(), route, "other")))
                            .as(what + " of another app").isTrue();
                }
            }
        }
    }

    @Test
    void whoMustChangeTheirPasswordDoesNothingElse() throws Exception {
        Map<String, Object> made = JsonReader.object(admin.call("POST", "/api/v1/users",
                "{\"name\":\"new\",\"grants\":{\"*\":\"admin\"}}").body());
        ApiClient fresh = ApiClient.signedIn(rig, "new", made.get("oneTimePassword").toString());
        for (ApiRoute route : rig.server.routes()) {
            boolean own = route.template().equals("/api/v1/me")
                    || route.template().equals("/api/v1/me/password");
            if (own || route.template().equals("/api/v1/logout")
                    || route.need() instanceof Need.Nothing
                    || route.need() instanceof Need.OnThisMachineOr) {
                continue;
            }
            HttpResponse<String> answer = call(fresh, route, "live");
            assertThat(answer.statusCode()).as(route.toString()).isEqualTo(403);
            assertThat(answer.body()).contains("urn:freshet:must-change-password");
        }
    }

    @Test
    void aChangeByCookieNeedsTheTokenOfThePage() throws Exception {
        for (String token : new String[] {"", "wrong", null}) {
            ApiClient forged = new ApiClient(rig);
            forged.headers.put("Cookie", admin.headers.get("Cookie"));
            if (token != null) {
                forged.headers.put("X-CSRF-Token", token);
            }
            for (ApiRoute route : rig.server.routes()) {
                if (route.method().equals("GET") || route.need() instanceof Need.Nothing) {
                    continue;
                }
                HttpResponse<String> answer = call(forged, route, "live");
                assertThat(answer.statusCode()).as(route.toString()).isEqualTo(403);
                assertThat(answer.body()).contains("urn:freshet:csrf");
            }
        }
    }

    /// A page elsewhere may make a browser ask, but never read: no answer lets it, with or without
    /// a cookie, nor does the question that browsers ask before.
    @Test
    void noAnswerIsForPagesOfOtherSites() throws Exception {
        ApiClient page = new ApiClient(rig);
        page.headers.putAll(admin.headers);
        page.headers.put("Sec-Fetch-Site", "cross-site");
        page.headers.put("Sec-Fetch-Mode", "cors");
        for (ApiRoute route : rig.server.routes()) {
            // Feeds without end begin with the same headers.
            if (route.template().endsWith("/live")) {
                continue;
            }
            HttpResponse<String> answer = call(page, route, "live");
            assertThat(answer.headers().map().keySet()).as(route.template())
                    .noneMatch(name -> name.startsWith("access-control"));
            if (!route.method().equals("GET")) {
                assertThat(answer.statusCode()).as(route.template()).isEqualTo(403);
            }
            HttpResponse<String> before = page.call("OPTIONS", path(route, "live"), null);
            assertThat(before.statusCode()).isIn(403, 405);
            assertThat(before.headers().map().keySet()).as(route.template())
                    .noneMatch(name -> name.startsWith("access-control"));
        }
    }

    /// A proxy on this machine asks for others, whatever addresses it tells.
    @Test
    void whoForwardsIsNotOnThisMachine() throws Exception {
        assertThat(new ApiClient(rig).get("/metrics").statusCode()).isEqualTo(200);
        for (String name : List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Origin")) {
            ApiClient proxied = new ApiClient(rig);
            proxied.headers.put(name, name.equals("Origin") ? "http://127.0.0.1" : "127.0.0.1");
            assertThat(proxied.get("/metrics").statusCode()).as(name).isEqualTo(401);
        }
    }
}
