package io.freshet.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.live.Audience;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.Leader;
import io.freshet.live.Loop;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeMeterTest {

    private static final StreamKey KEY = new StreamKey("live", "s");

    private final FakeClock clock = new FakeClock();
    private final Streams streams = new Streams(clock, _ -> Optional.of(AppOptions.DEFAULT),
            (_, _) -> Leader.none());
    private int roomPercent = 7;
    private final NodeMeter meter = new NodeMeter(streams, clock, () -> 5, () -> roomPercent);

    private static final Publisher ENCODER = new Publisher() {
        @Override
        public String label() {
            return "rtmp 192.0.2.7:50112";
        }

        @Override
        public void onDismissed(String reason) {
            // It stays until it is told nothing more.
        }
    };

    private static final Loop LOOP = new Loop() {
        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNs) {
            return () -> { };
        }
    };

    private Audience publish() {
        streams.publish(KEY, ENCODER, LOOP).toCompletableFuture().join();
        return streams.find(KEY).orElseThrow().audience();
    }

    @Test
    void trafficIsTheMeanSinceItWasAskedLast() {
        Audience audience = publish();
        audience.sent(250_000);
        clock.advanceMs(2_000);
        assertThat(meter.get().trafficBps()).isEqualTo(1_000_000);
        audience.sent(500_000);
        clock.advanceMs(1_000);
        assertThat(meter.get().trafficBps()).isEqualTo(4_000_000);
        clock.advanceMs(1_000);
        assertThat(meter.get().trafficBps()).isZero();
    }

    @Test
    void whoAsksSoonAfterAnotherHearsTheSameRateAndHowManyThereAreNow() {
        Audience audience = publish();
        audience.sent(125_000);
        clock.advanceMs(1_000);
        assertThat(meter.get().trafficBps()).isEqualTo(1_000_000);
        audience.joined(Protocol.HTTP_FLV);
        roomPercent = 100;
        clock.advanceMs(499);
        assertThat(meter.get()).satisfies(load -> {
            assertThat(load.trafficBps()).isEqualTo(1_000_000);
            assertThat(load.viewers()).isEqualTo(1);
            assertThat(load.streams()).isEqualTo(1);
            assertThat(load.refused()).isEqualTo(5);
            assertThat(load.hasRoom()).isFalse();
        });
    }
}
