package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleApiTest {

    private ControlRig rig;
    private ApiClient admin;

    @BeforeEach
    void open() throws Exception {
        rig = ControlRig.withPeople();
        admin = ApiClient.admin(rig);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static Map<String, Object> json(HttpResponse<String> answer) {
        return JsonReader.object(answer.body());
    }

    private Map<String, Object> newUser(String name, String password, String grants)
            throws Exception {
        HttpResponse<String> answer = admin.call("POST", "/api/v1/users", "{\"name\":\"" + name
                + "\",\"password\":\"" + password + "\",\"grants\":" + grants + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    @Test
    void theCookieIsForTheBrowserAlone() throws Exception {
        HttpResponse<String> answer = new ApiClient(rig).login("Admin ", ControlRig.PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
                .startsWith("freshet_session=").contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        ApiClient overTls = new ApiClient(rig);
        overTls.headers.put("X-Forwarded-Proto", "https");
        answer = overTls.login("admin", ControlRig.PASSWORD);
        assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
                .startsWith("__Host-freshet_session=").contains("; Secure");
        overTls.keep(answer);
        assertThat(overTls.get("/api/v1/me").statusCode()).isEqualTo(200);
        assertThat(json(answer)).containsEntry("name", "admin").containsEntry("kind", "user")
                .containsEntry("mustChangePassword", false)
                .containsEntry("grants", Map.of("*", "admin"));
    }

    @Test
    void aSessionThatSomebodyElsePlantedIsNeverTaken() throws Exception {
        ApiClient victim = new ApiClient(rig);
        victim.headers.put("Cookie", "freshet_session=planted");
        HttpResponse<String> answer = victim.login("admin", ControlRig.PASSWORD);
        assertThat(ApiClient.cookie(answer)).doesNotContain("planted");
        ApiClient attacker = new ApiClient(rig);
        attacker.headers.put("Cookie", "freshet_session=planted");
        assertThat(attacker.get("/api/v1/me").statusCode()).isEqualTo(401);
        // Signing in again ends the session that the browser had.
        String before = admin.headers.get("Cookie");
        HttpResponse<String> again = admin.login("admin", ControlRig.PASSWORD);
        assertThat(ApiClient.cookie(again)).isNotEqualTo(before);
        rig.clock.advanceMs(1_100);
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsWhenItIsUsedNoMoreAndAtTheLatestAfterAWeek() throws Exception {
        rig.clock.advanceMs(59 * 60_000);
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(200);
        rig.clock.advanceMs(59 * 60_000);
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(200);
        rig.clock.advanceMs(61 * 60_000);
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(401);
        ApiClient again = ApiClient.admin(rig);
        for (int hours = 0; hours < 168; hours++) {
            assertThat(again.get("/api/v1/me").statusCode()).isEqualTo(200);
            rig.clock.advanceMs(59 * 60_000 + 59_000);
        }
        rig.clock.advanceMs(168_000);
        assertThat(again.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void sessionsAreListedAndEnded() throws Exception {
        ApiClient other = ApiClient.admin(rig);
        List<Map<String, Object>> all = ApiClient.items(admin.get("/api/v1/me/sessions"));
        assertThat(all).hasSizeGreaterThanOrEqualTo(2);
        String mine = all.stream().filter(each -> each.get("current").equals(true))
                .findFirst().orElseThrow().get("id").toString();
        for (Map<String, Object> each : all) {
            if (!each.get("id").equals(mine)) {
                assertThat(admin.call("DELETE", "/api/v1/me/sessions/" + each.get("id"), null)
                        .statusCode()).isEqualTo(204);
            }
        }
        assertThat(other.get("/api/v1/me").statusCode()).isEqualTo(401);
        HttpResponse<String> out = admin.call("POST", "/api/v1/logout", null);
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().firstValue("set-cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void guessingIsSlowedAndTheRightPasswordDoesNotHelpThen() throws Exception {
        newUser("anna", "long enough here", "{\"live\":\"viewer\"}");
        ApiClient guesser = new ApiClient(rig);
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            HttpResponse<String> answer = guesser.login("anna", "guess number " + i);
            if (answer.statusCode() == 429) {
                refused++;
                assertThat(Integer.parseInt(answer.headers().firstValue("retry-after")
                        .orElseThrow())).isBetween(1, 30);
            } else {
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.body()).contains("name or password is wrong");
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(19);
        assertThat(guesser.login("anna", "long enough here").statusCode()).isEqualTo(429);
        rig.clock.advanceMs(31_000);
        assertThat(guesser.login("anna", "long enough here").statusCode()).isEqualTo(200);
    }

    @Test
    void aNameThatIsNotThereIsRefusedInTheSameWords() throws Exception {
        String one = new ApiClient(rig).login("nobody", "long enough here").body();
        assertThat(new ApiClient(rig).login("admin", "long enough here").body()).isEqualTo(one);
        assertThat(new ApiClient(rig).login("<script>alert(1)</script>", "x").body())
                .isEqualTo(one);
    }

    @Test
    void aNewPasswordEndsAllOtherSessions() throws Exception {
        ApiClient other = ApiClient.admin(rig);
        String wrong = "{\"current\":\"not this one\",\"next\":\"a better one\"}";
        assertThat(admin.call("PUT", "/api/v1/me/password", wrong).statusCode()).isEqualTo(401);
        for (String weak : List.of("short", "aaaaaaaaaaaa", "the-admin-password",
                ControlRig.PASSWORD)) {
            assertThat(admin.call("PUT", "/api/v1/me/password", "{\"current\":\""
                    + ControlRig.PASSWORD + "\",\"next\":\"" + weak + "\"}").statusCode())
                    .as(weak).isEqualTo(422);
        }
        HttpResponse<String> changed = admin.call("PUT", "/api/v1/me/password", "{\"current\":\""
                + ControlRig.PASSWORD + "\",\"next\":\"a better one\"}");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(other.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(401);
        admin.keep(changed);
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(200);
        assertThat(new ApiClient(rig).login("admin", ControlRig.PASSWORD).statusCode())
                .isEqualTo(401);
    }

    @Test
    void usersAreMadeChangedAndDeleted() throws Exception {
        HttpResponse<String> made = admin.call("POST", "/api/v1/users",
                "{\"name\":\"Ben\",\"grants\":{\"live\":\"operator\"}}");
        assertThat(made.statusCode()).isEqualTo(201);
        String path = made.headers().firstValue("location").orElseThrow();
        String password = json(made).get("oneTimePassword").toString();
        assertThat(admin.get(path).body()).doesNotContain(password).doesNotContain("argon2");
        assertThat(made.headers().firstValue("etag")).contains("\"1\"");
        assertThat(admin.call("POST", "/api/v1/users",
                "{\"name\":\"ben\",\"grants\":{\"live\":\"viewer\"}}").statusCode()).isEqualTo(409);
        ApiClient ben = ApiClient.signedIn(rig, "ben", password);
        assertThat(json(ben.get("/api/v1/me"))).containsEntry("mustChangePassword", true);
        admin.headers.put("If-Match", "\"7\"");
        assertThat(admin.call("PATCH", path, "{\"disabled\":true}").statusCode()).isEqualTo(412);
        admin.headers.put("If-Match", "\"1\"");
        HttpResponse<String> changed = admin.call("PATCH", path, "{\"disabled\":true}");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("etag")).contains("\"2\"");
        admin.headers.remove("If-Match");
        assertThat(ben.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(new ApiClient(rig).login("ben", password).statusCode()).isEqualTo(401);
        assertThat(admin.call("DELETE", path, null).statusCode()).isEqualTo(204);
        assertThat(admin.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void oneAdministratorIsAlwaysLeft() throws Exception {
        String id = json(admin.get("/api/v1/me")).get("id").toString();
        String path = "/api/v1/users/" + id;
        assertThat(admin.call("DELETE", path, null).statusCode()).isEqualTo(409);
        assertThat(admin.call("PATCH", path, "{\"disabled\":true}").statusCode()).isEqualTo(409);
        assertThat(admin.call("PATCH", path, "{\"grants\":{\"*\":\"operator\"}}").statusCode())
                .isEqualTo(409);
        assertThat(admin.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenHasNoMoreThanItsOwnerAndEndsWithThem() throws Exception {
        String id = newUser("carl", "long enough here", "{\"live\":\"operator\"}")
                .get("id").toString();
        ApiClient carl = ApiClient.signedIn(rig, "carl", "long enough here");
        for (String grants : List.of("{\"live\":\"admin\"}", "{\"*\":\"viewer\"}",
                "{\"other\":\"viewer\"}", "{\"live\":\"viewer\",\"x\":\"viewer\"}")) {
            assertThat(carl.call("POST", "/api/v1/tokens", "{\"name\":\"t\",\"grants\":" + grants
                    + "}").statusCode()).as(grants).isEqualTo(403);
        }
        ApiClient program = ApiClient.withToken(rig, carl, "{\"live\":\"operator\"}");
        assertThat(json(program.get("/api/v1/me"))).containsEntry("name", "carl/test")
                .containsEntry("grants", Map.of("live", "operator"));
        assertThat(program.call("POST", "/api/v1/tokens",
                "{\"name\":\"t\",\"grants\":{\"live\":\"viewer\"}}").statusCode()).isEqualTo(403);
        assertThat(admin.call("PATCH", "/api/v1/users/" + id,
                "{\"grants\":{\"live\":\"viewer\"}}").statusCode()).isEqualTo(200);
        assertThat(json(program.get("/api/v1/me"))).containsEntry("grants",
                Map.of("live", "viewer"));
        assertThat(ApiClient.items(carl.get("/api/v1/tokens"))).hasSize(1);
        assertThat(carl.get("/api/v1/tokens?all=true").statusCode()).isEqualTo(403);
        admin.call("PATCH", "/api/v1/users/" + id, "{\"disabled\":true}");
        assertThat(program.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenEndsWhenItExpiresOrIsRevoked() throws Exception {
        HttpResponse<String> made = admin.call("POST", "/api/v1/tokens",
                "{\"name\":\"ci\",\"grants\":{\"*\":\"viewer\"},\"expiresMs\":"
                        + (rig.clock.wallMs() + 60_000) + "}");
        ApiClient program = new ApiClient(rig);
        program.headers.put("Authorization", "Bearer " + json(made).get("token"));
        assertThat(program.get("/api/v1/me").statusCode()).isEqualTo(200);
        rig.clock.advanceMs(61_000);
        assertThat(program.get("/api/v1/me").statusCode()).isEqualTo(401);
        ApiClient other = ApiClient.withToken(rig, admin, "{\"*\":\"viewer\"}");
        assertThat(other.get("/api/v1/me").statusCode()).isEqualTo(200);
        for (Map<String, Object> each : ApiClient.items(admin.get("/api/v1/tokens"))) {
            admin.call("DELETE", "/api/v1/tokens/" + each.get("id"), null);
        }
        assertThat(other.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void everyChangeIsInTheAuditLogAndNoSecretIs() throws Exception {
        newUser("dora", "a secret password", "{\"live\":\"viewer\"}");
        ApiClient.withToken(rig, admin, "{\"*\":\"viewer\"}");
        String log = admin.get("/api/v1/audit").body();
        assertThat(log).contains("user.created", "dora", "token.created", "session.begun")
                .doesNotContain("a secret password").doesNotContain("fat_")
                .doesNotContain("argon2");
        assertThat(ApiClient.items(admin.get("/api/v1/audit?action=user.&target=dor")))
                .hasSize(1).first().satisfies(entry -> assertThat(entry)
                        .containsEntry("whoName", "admin").containsEntry("address", "127.0.0.1")
                        .containsEntry("detail", "live=viewer"));
        HttpResponse<String> first = admin.get("/api/v1/audit?limit=1");
        HttpResponse<String> second = admin.get("/api/v1/audit?limit=1&cursor="
                + json(first).get("next"));
        assertThat(ApiClient.items(first)).hasSize(1);
        assertThat(ApiClient.items(second)).hasSize(1).isNotEqualTo(ApiClient.items(first));
    }

    @Test
    void aRequestThatIsSentTwiceMakesOneThing() throws Exception {
        admin.headers.put("Idempotency-Key", "once");
        String body = "{\"name\":\"emil\",\"grants\":{\"live\":\"viewer\"}}";
        HttpResponse<String> first = admin.call("POST", "/api/v1/users", body);
        HttpResponse<String> second = admin.call("POST", "/api/v1/users", body);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("idempotency-replayed")).contains("true");
        assertThat(admin.call("POST", "/api/v1/users", body.replace("emil", "fred"))
                .statusCode()).isEqualTo(422);
    }

    @Test
    void aBodyThatIsWrongIsRefusedWithTheNameOfTheKey() throws Exception {
        Map<String, String> wrong = Map.of(
                "{\"name\":7,\"grants\":{}}", "name must be a text",
                "{\"grants\":{\"*\":\"admin\"}}", "name is missing",
                "{\"name\":\"x\",\"grants\":{\"*\":\"king\"}}", "a role in grants is",
                "{\"name\":\"x\",\"grants\":{\"*\":\"admin\"},\"colour\":1}", "colour is not a key",
                "{\"name\":\"a\\nb\",\"grants\":{\"*\":\"admin\"}}", "name must be 1 to 64",
                "{\"name\":\"x\",\"name\":\"y\"}", "not JSON",
                "[1]", "must be a JSON object",
                "{\"name\":\"x\"} {}", "and nothing more",
                "{\"a\":".repeat(40), "not JSON");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            HttpResponse<String> answer = admin.call("POST", "/api/v1/users", each.getKey());
            assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(400);
            assertThat(answer.body()).contains(each.getValue());
        }
        HttpRequest.Builder form = rig.request("/api/v1/users").POST(
                HttpRequest.BodyPublishers.ofString("{\"name\":\"x\"}"));
        admin.headers.forEach(form::header);
        assertThat(rig.send(form.header("Content-Type", "text/plain")).statusCode())
                .isEqualTo(415);
        assertThat(admin.call("POST", "/api/v1/users", "\"" + "x".repeat(70_000) + "\"")
                .statusCode()).isEqualTo(413);
    }

    @Test
    void whatOthersWroteIsDataAndNeverAPage() throws Exception {
        String hostile = "<script>alert(1)</script>\\u0000\\r\\nX-Injected: 1";
        ApiClient browser = new ApiClient(rig);
        browser.headers.put("User-Agent", "<img src=x onerror=alert(1)>");
        browser.keep(browser.login("admin", ControlRig.PASSWORD));
        for (HttpResponse<String> answer : List.of(admin.get("/api/v1/sessions"),
                admin.call("POST", "/api/v1/tokens", "{\"name\":\"" + hostile
                        + "\",\"grants\":{\"*\":\"viewer\"}}"),
                admin.get("/api/v1/users?q=%3Cscript%3E%0d%0aX:1"),
                admin.get("/api/v1/audit?who=%3Cscript%3E"))) {
            assertThat(answer.headers().firstValue("content-type").orElseThrow())
                    .matches("application/(problem\\+)?json");
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(answer.headers().map()).doesNotContainKeys("x-injected", "x");
            assertThat(answer.body()).doesNotContain("\r").doesNotContain("\n");
        }
    }
}
