package io.freshet.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.access.rule.AppRules;
import io.freshet.control.events.Event;
import io.freshet.live.session.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

    private final AccessFixture access = new AccessFixture("the-key");
    private final List<Event> told = new ArrayList<>();

    private void guess(String key) throws Exception {
        access.publish("camera", Map.of("key", key), Peer.of("192.0.2.1", false));
    }

    @Test
    void whoIsRefusedIsToldOfWithoutWhatTheySent() throws Exception {
        access.rules(AppRules.NONE);
        access.policy.refusals().connect(told::add);
        guess("a-guess");
        guess("the-key");
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().type()).isEqualTo("publisher.refused");
        assertThat(told.getFirst().facts()).containsEntry("address", "192.0.2.1")
                .containsEntry("reason", "the publish key is wrong");
        assertThat(told.toString()).doesNotContain("a-guess");
    }

    @Test
    void ofAFloodSomeAreToldAndTheOthersCounted() throws Exception {
        access.rules(AppRules.NONE);
        access.policy.refusals().connect(told::add);
        for (int i = 0; i < 1000; i++) {
            guess("guess" + i);
        }
        assertThat(told).hasSize(10);
        access.clock.advanceMs(1000);
        guess("again");
        assertThat(told).hasSize(11);
        assertThat(told.getLast().facts()).containsEntry("untoldBefore", "990");
    }
}
