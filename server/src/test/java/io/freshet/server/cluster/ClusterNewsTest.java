package io.freshet.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterEvents.Happening;
import io.freshet.control.events.Event;
import org.junit.jupiter.api.Test;

/// What people read of the cluster.
final class ClusterNewsTest {

    private final ClusterNews news = new ClusterNews();

    @Test
    void theEngineIsNewsOnlyOnceItHasBeenHere() {
        assertThat(news.of(new Happening.EngineLink(false))).isEmpty();
        assertThat(news.of(new Happening.EngineLink(true))).isEmpty();
        assertThat(news.of(new Happening.EngineLink(false)).orElseThrow().type())
                .isEqualTo("coordination.away");
        assertThat(news.of(new Happening.EngineLink(true)).orElseThrow().type())
                .isEqualTo("coordination.back");
    }

    @Test
    void nodesAndClocksAreNamed() {
        assertThat(news.of(new Happening.Suspected("edge-2")))
                .contains(Event.of("node.lost", "node", "edge-2"));
        assertThat(news.of(new Happening.ClockOff("edge-2", -7_000)))
                .contains(Event.of("clock.off", "node", "edge-2", "offsetMs", "-7000"));
        assertThat(news.of(new Happening.NobodyJudged(3, 4))).isEmpty();
    }
}
