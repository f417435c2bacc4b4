package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Opening;
import io.freshet.live.session.Peer;
import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.live.session.Terms;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What operators set by the API is what the policy decides by, at once.
final class AccessApiTest {

    private static final String APP = "/api/v1/apps/live/";
    private static final Peer PEER = new Peer("192.0.2.1", false, true,
            "<script>alert(1)</script>\u0000\u202e", "https://example.org/\"", "");

    private final ControlRig rig;
    private final ApiClient client;

    AccessApiTest() throws IOException {
        rig = new ControlRig();
        client = new ApiClient(rig);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Map<String, Object> made(String method, String path, String body, int status)
            throws Exception {
        HttpResponse<String> answer = client.call(method, APP + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return status == 204 ? Map.of() : JsonReader.object(answer.body());
    }

    private void refused(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = client.call(method, APP + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
    }

    private Decision ask(Action action, Map<String, String> parameters) throws Exception {
        return rig.access.policy().decide(new Request(action, StreamKey.of("live", "camera"),
                Protocol.RTMP, parameters, PEER)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private boolean publishes(Object key) throws Exception {
        return ask(Action.PUBLISH, Map.of("key", key.toString())).allowed();
    }

    @Test
    void aKeyIsShownOnceRotatedAndRevoked() throws Exception {
        Map<String, Object> key = made("POST", "keys", "{\"name\":\"studio\"}", 201);
        String secret = key.get("secret").toString();
        assertThat(secret).matches("fk_[a-z2-7]{32}").endsWith(key.get("hint").toString());
        assertThat(publishes(secret)).isTrue();
        HttpResponse<String> list = client.get(APP + "keys");
        assertThat(list.body()).doesNotContain(secret).contains("\"state\":\"active\"")
                .contains("\"lastUsedMs\"");
        Map<String, Object> rotated = made("POST", "keys/" + key.get("id") + "/rotate",
                "{\"overlapMs\":60000}", 200);
        assertThat(publishes(secret)).isTrue();
        assertThat(publishes(rotated.get("secret"))).isTrue();
        rig.clock.advanceMs(60_000);
        assertThat(publishes(secret)).isFalse();
        made("DELETE", "keys/" + key.get("id"), null, 204);
        assertThat(publishes(rotated.get("secret"))).isFalse();
        refused("GET", "keys/" + key.get("id"), null, 404);
    }

    @Test
    void whatIsNotAKeyIsExplained() throws Exception {
        refused("POST", "keys", "{}", 400);
        refused("POST", "keys", "{\"name\":\"x\",\"streams\":\"**\"}", 400);
        refused("POST", "keys", "{\"name\":\"x\",\"stream\":\"a b\"}", 422);
        refused("POST", "keys", "{\"name\":\"x\",\"addresses\":[\"localhost\"]}", 422);
        refused("POST", "keys", "{\"name\":\"x\",\"expiresMs\":1}", 400);
        refused("POST", "keys", "{\"name\":\"a\\nb\"}", 400);
    }

    @Test
    void aChangeMadeForAnotherVersionIsRefused() throws Exception {
        Map<String, Object> key = made("POST", "keys", "{\"name\":\"studio\"}", 201);
        String path = "keys/" + key.get("id");
        client.headers.put("If-Match", "\"1\"");
        assertThat(made("PATCH", path, "{\"name\":\"hall\"}", 200)).containsEntry("version", 2L);
        refused("PATCH", path, "{\"name\":\"yard\"}", 412);
        refused("DELETE", path, null, 412);
    }

    @Test
    void aListComesInPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            made("POST", "keys", "{\"name\":\"key " + i + "\"}", 201);
            rig.clock.advanceMs(1);
        }
        Map<String, Object> first = JsonReader.object(client.get(APP + "keys?limit=3").body());
        assertThat((List<?>) first.get("items")).hasSize(3);
        Map<String, Object> second = JsonReader.object(client.get(APP + "keys?limit=3&cursor="
                + first.get("next")).body());
        assertThat((List<?>) second.get("items")).hasSize(2);
        assertThat(second).doesNotContainKey("next");
    }

    @Test
    void aSignedStreamIsWatchedWithATokenMadeHere() throws Exception {
        made("POST", "rules", "{\"stream\":\"**\",\"access\":\"signed\"}", 201);
        refused("POST", "rules", "{\"stream\":\"**\",\"access\":\"open\"}", 409);
        refused("POST", "sign", "{\"stream\":\"camera\"}", 409);
        Map<String, Object> key = made("POST", "signing-keys",
                "{\"name\":\"site\",\"kind\":\"secret\"}", 201);
        assertThat(ask(Action.PLAY, Map.of()).allowed()).isFalse();
        for (String format : List.of("short", "jwt")) {
            Map<String, Object> signed = made("POST", "sign", "{\"stream\":\"camera\",\"format\":\""
                    + format + "\",\"user\":\"alice\",\"sessions\":2}", 200);
            Decision decision = ask(Action.PLAY,
                    Map.of("token", signed.get("token").toString()));
            assertThat(decision.terms().user()).isEqualTo("alice");
            assertThat(decision.terms().tokenViewers()).isEqualTo(2);
            assertThat(signed.get("paths").toString()).contains("/t/" + signed.get("token")
                    + "/live/camera/index.m3u8");
        }
        assertThat(client.get(APP + "signing-keys").body())
                .doesNotContain(key.get("secret").toString());
    }

    @Test
    void keySetsOfInnerPlacesAreForAdministratorsOfEveryAppAndBadKeysForNobody()
            throws Exception {
        refused("POST", "signing-keys", "{\"name\":\"x\",\"kind\":\"jwks\",\"url\":"
                + "\"http://example.org/keys\"}", 400);
        refused("POST", "signing-keys", "{\"name\":\"x\",\"kind\":\"jwks\",\"url\":"
                + "\"file:///etc/passwd\"}", 422);
        refused("POST", "signing-keys", "{\"name\":\"x\",\"kind\":\"ed25519\",\"publicKey\":"
                + "\"AAAA\"}", 400);
        made("POST", "signing-keys", "{\"name\":\"x\",\"kind\":\"jwks\",\"url\":"
                + "\"https://example.org/keys\"}", 201);
    }

    private final List<String> ended = new CopyOnWriteArrayList<>();

    private Session watching(Terms terms) throws Exception {
        StreamKey key = StreamKey.of("live", "camera");
        return rig.sessions.open(new Opening(Action.PLAY, key, Protocol.HTTP_FLV, PEER, terms,
                ended::add)) instanceof Sessions.Outcome.Opened(Session session) ? session : null;
    }

    @Test
    void viewersAreListedAsTheyAreKickedAndBanned() throws Exception {
        Session first = watching(Terms.NONE);
        watching(new Terms("k", "0123456789abcdef", "alice", Long.MAX_VALUE, 0, 0, 0));
        first.carried(1234);
        String path = "/api/v1/streams/live/camera/viewers";
        Map<String, Object> list = JsonReader.object(client.get(path + "?limit=1").body());
        assertThat(list).containsEntry("total", 2L);
        assertThat(list.get("items").toString()).contains(first.id()).contains("bytes=1234")
                .contains("<script>alert(1)</script>");
        assertThat(JsonReader.object(client.get(path + "?limit=1&cursor=" + list.get("next"))
                .body()).get("items").toString()).contains("alice");
        assertThat(client.get(path + "?user=alice").body()).doesNotContain(first.id());
        assertThat(client.get(path + "?address=203.0.113.0/24").body()).contains("\"total\":0");
        assertThat(client.call("DELETE", path + "/" + first.id(), null).statusCode())
                .isEqualTo(204);
        assertThat(ended).containsExactly("kicked by the operator");
        Map<String, Object> ban = made("POST", "bans", "{\"kind\":\"user\",\"value\":\"alice\","
                + "\"durationMs\":60000,\"reason\":\"spam\"}", 201);
        assertThat(ended.getLast()).isEqualTo("banned");
        made("POST", "bans", "{\"kind\":\"address\",\"viewer\":\"" + first.id() + "\"}", 201);
        assertThat(ask(Action.PLAY, Map.of()).reason()).isEqualTo("not allowed");
        assertThat(client.get(APP + "bans").body()).contains("192.0.2.1").contains("spam");
        made("DELETE", "bans/" + ban.get("id"), null, 204);
        rig.clock.advanceMs(3_600_000);
        assertThat(client.get(APP + "bans").body()).doesNotContain("192.0.2.1");
    }

    @Test
    void addressListsAndDecidersAreSetAsAWhole() throws Exception {
        assertThat(JsonReader.object(client.get(APP + "addresses").body()))
                .containsEntry("version", 0L);
        made("PUT", "addresses", "{\"playDeny\":[\"192.0.2.0/24\"]}", 200);
        assertThat(ask(Action.PLAY, Map.of()).allowed()).isFalse();
        made("PUT", "addresses", "{\"playDeny\":[]}", 200);
        assertThat(ask(Action.PLAY, Map.of()).allowed()).isTrue();
        refused("GET", "decider", null, 404);
        refused("PUT", "decider", "{\"url\":\"http://example.org:25/\"}", 422);
        Map<String, Object> decider = made("PUT", "decider",
                "{\"url\":\"https://127.0.0.1:9999/x\","
                + "\"timeoutMs\":200}", 200);
        assertThat(decider.get("secret").toString()).startsWith("whsec_");
        assertThat(made("PUT", "decider", "{\"url\":\"https://127.0.0.1:9999/y\","
                + "\"timeoutMs\":200}", 200)).doesNotContainKey("secret");
        assertThat(made("POST", "decider/test", null, 200)).containsEntry("outcome", "failed");
        assertThat(ask(Action.PUBLISH, Map.of()).allowed()).isFalse();
        made("DELETE", "decider", null, 204);
    }
}
