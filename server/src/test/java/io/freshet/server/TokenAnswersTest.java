package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testkit.Patience;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is wrong with a token, one who watches gets the same answer to the last header.
@Timeout(120)
final class TokenAnswersTest {

    private static final String FAR = "9999999999";

    @TempDir Path folder;

    /// Everything of an answer but its date.
    private record Answer(int status, String body, Map<String, List<String>> headers) {
        static Answer of(HttpResponse<String> answer) {
            Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
            headers.keySet().removeIf("date"::equalsIgnoreCase);
            return new Answer(answer.statusCode(), answer.body(), headers);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String jwt(String header, String expiry) {
        return base64(header) + "." + base64("{\"stream\":\"**\",\"exp\":" + expiry + "}") + "."
                + base64("no signature of anybody's, 32 bytes");
    }

    private static List<String> bad(String keyId, String expired, String other) {
        String claims = base64("e=" + FAR + "&s=**");
        return List.of(expired, other, expired.substring(0, expired.length() - 2) + "AA",
                jwt("{\"alg\":\"HS256\",\"kid\":\"" + keyId + "\"}", FAR),
                jwt("{\"alg\":\"HS256\",\"kid\":\"nobodysa\"}", FAR),
                jwt("{\"alg\":\"none\"}", FAR), jwt("{\"alg\":\"RS256\",\"kid\":\"" + keyId
                        + "\"}", FAR), jwt("{\"alg\":\"HS256\",\"kid\":\"../../x\"}", FAR),
                "f1." + keyId + "." + claims + "." + "A".repeat(22),
                "f1.nobodysa." + claims + "." + "A".repeat(22), "noise", "a.b.c");
    }

    @Test
    void oneAnswerForAll() throws Exception {
        try (TestNode node = TestNode.open(folder, "demo.enabled=true",
                "control.admin-password=" + Operator.PASSWORD)) {
            Operator operator = Operator.at(node);
            operator.call("POST", "api/v1/apps/live/rules",
                    "{\"stream\":\"**\",\"access\":\"signed\"}");
            String key = Operator.value(operator.call("POST", "api/v1/apps/live/signing-keys",
                    "{\"name\":\"site\",\"kind\":\"secret\"}"), "id");
            String expired = token(operator, "demo", 1000);
            String good = token(operator, "demo", 60_000);
            Patience.until("the rule", Duration.ofSeconds(20), () -> {
                try {
                    return node.get("t/" + good + "/live/demo/index.m3u8").statusCode() == 200
                            && node.get("live/demo.flv").statusCode() == 403;
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            });
            Thread.sleep(1_500);
            for (String path : List.of("live/demo.flv", "live/demo/index.m3u8",
                    "live/demo/v1.m3u8")) {
                Answer none = Answer.of(node.get(path));
                assertThat(none.status()).isEqualTo(403);
                for (String token : bad(key, expired, token(operator, "another", 60_000))) {
                    assertThat(answers(node, path, token)).as(path + " " + token)
                            .containsOnly(none);
                }
            }
        }
    }

    private static String token(Operator operator, String stream, long lifetimeMs)
            throws Exception {
        return Operator.value(operator.call("POST", "api/v1/apps/live/sign", "{\"stream\":\""
                + stream + "\",\"lifetimeMs\":" + lifetimeMs + "}"), "token");
    }

    /// Given in every way; twice, since the second time it is known.
    private static List<Answer> answers(TestNode node, String path, String token)
            throws Exception {
        List<HttpRequest> ways = new ArrayList<>();
        List<String> urls = new ArrayList<>(List.of("t/" + token + "/" + path));
        if (path.endsWith(".flv")) {
            // A playlist's address is moved to the other form, whatever the token is.
            urls.add(path + "?token=" + token);
        }
        for (String url : urls) {
            ways.add(HttpRequest.newBuilder(URI.create(node.http(url))).build());
            ways.add(HttpRequest.newBuilder(URI.create(node.http(url))).build());
        }
        ways.add(HttpRequest.newBuilder(URI.create(node.http(path)))
                .header("Authorization", "Bearer " + token).build());
        List<Answer> answers = new ArrayList<>();
        for (HttpRequest way : ways) {
            answers.add(Answer.of(node.client().send(way, BodyHandlers.ofString())));
        }
        return answers.stream().distinct().collect(Collectors.toList());
    }
}
