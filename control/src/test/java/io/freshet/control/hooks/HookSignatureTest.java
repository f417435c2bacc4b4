package io.freshet.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HookSignatureTest {

    private static final Bytes BODY = Bytes.wrap(
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// The example of the Standard Webhooks reference libraries.
    @Test
    void signsAsOthersDo() {
        Map<String, String> fields = HookSignature.headers(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330, BODY);
        assertThat(fields).containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void everythingIsCovered() {
        String good = HookSignature.headers(SECRET, "a", 5, BODY).get("webhook-signature");
        assertThat(HookSignature.verifies(SECRET, "a", "5", BODY, "v1,xx " + good)).isTrue();
        assertThat(HookSignature.verifies(SECRET, "b", "5", BODY, good)).isFalse();
        assertThat(HookSignature.verifies(SECRET, "a", "6", BODY, good)).isFalse();
        assertThat(HookSignature.verifies(SECRET, "a", "5", Bytes.EMPTY, good)).isFalse();
        assertThat(HookSignature.verifies("whsec_AAAA", "a", "5", BODY, good)).isFalse();
    }

    @Test
    void aSecretHas256Bits() {
        assertThat(HookSignature.newSecret(new SplittableRandom(1)))
                .matches("whsec_[A-Za-z0-9+/]{43}=");
    }
}
