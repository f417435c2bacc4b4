package io.freshet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is over goes after a while, unless it changes.
final class BygonesTest {

    private final Bygones<String> bygones = new Bygones<>(100, 3);

    @Test
    void whatHasBeenOverForLongEnoughIsDue() {
        assertThat(bygones.due(Map.of("a", 1L), 0)).isEmpty();
        assertThat(bygones.due(Map.of("a", 1L, "b", 2L), 50)).isEmpty();
        assertThat(bygones.due(Map.of("a", 1L, "b", 2L), 100)).containsExactly("a");
    }

    @Test
    void whatChangesOrIsTakenUpAgainBeginsAnew() {
        bygones.due(Map.of("a", 1L, "b", 1L), 0);
        bygones.due(Map.of("a", 2L), 50);
        assertThat(bygones.due(Map.of("a", 2L, "b", 1L), 100)).isEmpty();
        assertThat(bygones.due(Map.of("a", 2L, "b", 1L), 150)).containsExactly("a");
    }

    @Test
    void ofTooManyTheOldestGo() {
        bygones.due(Map.of("a", 1L), 0);
        bygones.due(Map.of("a", 1L, "b", 1L), 1);
        assertThat(bygones.due(Map.of("a", 1L, "b", 1L, "c", 1L, "d", 1L), 2))
                .containsExactly("a");
    }
}
