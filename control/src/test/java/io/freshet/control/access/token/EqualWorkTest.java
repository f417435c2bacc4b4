package io.freshet.control.access.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.api.Digests;
import io.freshet.control.hooks.HookClient;
import io.freshet.media.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/// Whatever is wrong with a token, finding it out takes one code of a secret, as a good one does:
/// the time of the answer tells nobody which keys there are.
class EqualWorkTest {

    private static final String KEY_ID = "secretaa";
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String PAYLOAD = "{\"stream\":\"**\",\"exp\":9999999999}";

    private final Clock clock = new Clock() {
        @Override
        public long monotonicNs() {
            return 1;
        }

        @Override
        public long wallMs() {
            return 1_795_255_200_000L;
        }
    };
    private final PlayTokens tokens = new PlayTokens(new JwksKeys(new HookClient("test", 1, () ->
            (SSLSocketFactory) SSLSocketFactory.getDefault()), clock), clock, Runnable::run);
    private final List<SigningKey> keys = List.of(new SigningKey(KEY_ID, "site",
            SigningKey.Kind.SECRET, base64(SECRET), false, 0, "admin"));

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String jwt(String header, String payload, byte[] secret) {
        String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(payload.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(Digests.hmacSha256(secret,
                signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String header(String algorithm, String keyId) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}";
    }

    private Map<String, String> all() {
        byte[] other = "x".repeat(32).getBytes(StandardCharsets.US_ASCII);
        String claims = base64("e=9999999999&s=**".getBytes(StandardCharsets.US_ASCII));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("good", jwt(header("HS256", KEY_ID), PAYLOAD, SECRET));
        all.put("expired", jwt(header("HS256", KEY_ID), "{\"stream\":\"**\",\"exp\":1}",
                SECRET));
        all.put("wrong signature", jwt(header("HS256", KEY_ID), PAYLOAD, other));
        all.put("unknown kid", jwt(header("HS256", "nobodysa"), PAYLOAD, SECRET));
        all.put("alg none", jwt(header("none", KEY_ID), PAYLOAD, SECRET));
        all.put("alg none, no signature", base64("{\"alg\":\"none\"}"
                .getBytes(StandardCharsets.UTF_8)) + "." + base64(PAYLOAD
                .getBytes(StandardCharsets.UTF_8)) + ".");
        all.put("kid trick", jwt(header("HS256", "../../dev/null"), PAYLOAD, SECRET));
        all.put("noise", "abc");
        all.put("short, wrong code", "f1." + KEY_ID + "." + claims + "." + "A".repeat(22));
        all.put("short, unknown key", "f1.nobodysa." + claims + "." + "A".repeat(22));
        all.put("short, malformed", "f1.nobodysa.!." + "A".repeat(22));
        return all;
    }

    @Test
    void everyTokenTakesOneCode() {
        all().forEach((what, token) -> {
            long before = tokens.macs();
            var found = tokens.check("live", keys, token).join();
            assertThat(tokens.macs() - before).as(what).isEqualTo(1);
            assertThat(found.isPresent()).as(what).isEqualTo(what.equals("good")
                    || what.equals("expired"));
        });
    }

    @Test
    void whatWasLookedAtBeforeIsNotLookedAtAgain() {
        all().forEach((_, token) -> tokens.check("live", keys, token).join());
        long before = tokens.macs();
        all().forEach((_, token) -> tokens.check("live", keys, token).join());
        assertThat(tokens.macs()).isEqualTo(before);
    }
}
