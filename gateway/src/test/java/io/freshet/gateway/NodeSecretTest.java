package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeSecretTest {

    private static final long NOW_MS = 1_767_225_600_000L;
    private static final String TARGET = "/relay/live/a.flv?from=window";

    private final NodeSecret secret = new NodeSecret("sixteen characters or more");

    private Optional<String> refusal(String field, String target, long nowMs) {
        return secret.refusal(Optional.of(field), "GET", target, nowMs);
    }

    @Test
    void aSignatureHoldsForItsTargetAndHalfAMinute() {
        String field = secret.sign("GET", TARGET, NOW_MS);
        assertThat(refusal(field, TARGET, NOW_MS)).isEmpty();
        assertThat(refusal(field, TARGET, NOW_MS + 30_000)).isEmpty();
        assertThat(refusal(field, TARGET, NOW_MS - 30_000)).isEmpty();
        assertThat(refusal(field, TARGET, NOW_MS + 30_001)).get().asString().contains("clocks");
        assertThat(refusal(field, TARGET, NOW_MS - 30_001)).isPresent();
        assertThat(refusal(field, "/relay/live/b.flv?from=window", NOW_MS)).isPresent();
        assertThat(secret.refusal(Optional.of(field), "POST", TARGET, NOW_MS)).isPresent();
    }

    @Test
    void whatIsNoSignatureIsRefused() {
        String good = secret.sign("GET", TARGET, NOW_MS);
        assertThat(secret.refusal(Optional.empty(), "GET", TARGET, NOW_MS)).isPresent();
        for (String field : new String[] {"", "Freshet-Node ", "Freshet-Node .", "Bearer x.y",
                "Freshet-Node " + NOW_MS + ".", "Freshet-Node -1.00",
                "Freshet-Node 99999999999999999999.00", good.substring(0, good.length() - 1),
                good + "0", good.toUpperCase(Locale.ROOT)}) {
            assertThat(refusal(field, TARGET, NOW_MS)).as(field).isPresent();
        }
    }

    @Test
    void aTimeThatWasChangedIsRefused() {
        String field = secret.sign("GET", TARGET, NOW_MS)
                .replace(Long.toString(NOW_MS), Long.toString(NOW_MS + 60_000));
        assertThat(refusal(field, TARGET, NOW_MS + 60_000)).get().asString().contains("wrong");
    }

    @Test
    void anotherSecretIsAnother() {
        NodeSecret other = new NodeSecret("another one of many characters");
        assertThat(refusal(other.sign("GET", TARGET, NOW_MS), TARGET, NOW_MS)).isPresent();
        assertThatThrownBy(() -> new NodeSecret("short")).hasMessageContaining("16");
    }
}
