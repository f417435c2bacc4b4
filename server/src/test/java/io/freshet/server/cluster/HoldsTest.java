package io.freshet.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.live.Leader;
import io.freshet.live.Loop;
import io.freshet.live.PublishPlacement;
import io.freshet.live.Publisher;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.Streams;
import io.freshet.live.relay.RelayPuller;
import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HoldsTest {

    private static final StreamKey KEY = new StreamKey("live", "s");

    private final FakeClock clock = new FakeClock();
    private final StepLoop loop = new StepLoop();
    private final Streams streams = new Streams(clock, _ -> Optional.of(AppOptions.DEFAULT),
            (_, _) -> Leader.none());
    private final RecordingPuller puller = new RecordingPuller();
    private final Holds holds = new Holds(streams, puller, key ->
            puller.said.add("left " + key), clock);

    /// Runs at once; what is for later runs when told to.
    private static final class StepLoop implements Loop {

        private List<Runnable> later = new ArrayList<>();

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
            later.add(task);
            return () -> later.remove(task);
        }

        void step() {
            List<Runnable> now = later;
            later = new ArrayList<>();
            now.forEach(Runnable::run);
        }
    }

    private static final class RecordingPuller implements RelayPuller {

        private final List<String> said = new ArrayList<>();

        @Override
        public CompletionStage<Resolution> pull(StreamKey key) {
            return CompletableFuture.completedStage(new Absent("nobody has it"));
        }

        @Override
        public Hold hold(StreamKey key) {
            said.add("hold " + key);
            return () -> said.add("let go " + key);
        }

        @Override
        public void sourcesChanged(StreamKey key) {
            // Nobody asks for that here.
        }
    }

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

    private void publish() {
        streams.publish(KEY, ENCODER, loop, new PublishPlacement.Standby()).toCompletableFuture()
                .join();
        aSecondGoesBy();
        assertThat(streams.find(KEY).orElseThrow().lastReport().hasPublisher()).isTrue();
    }

    /// So long that the stream has said anew how it is.
    private void aSecondGoesBy() {
        for (int i = 0; i < 12; i++) {
            clock.advanceMs(100);
            loop.step();
        }
    }

    /// A sweep came between the claim of a standby and its first frame, and let go of the relay:
    /// the standby then heard nothing of its leader and could not go on from it.
    @Test
    void aHoldStaysUntilItsPublisherHasArrived() {
        holds.keep(KEY);
        holds.sweep();
        clock.advanceMs(2_000);
        holds.sweep();
        assertThat(puller.said).containsExactly("hold live/s");
        publish();
        clock.advanceMs(60_000);
        holds.sweep();
        assertThat(puller.said).containsExactly("hold live/s");
    }

    @Test
    void aHoldWhosePublisherNeverComesIsLetGo() {
        holds.keep(KEY);
        clock.advanceMs(10_000);
        holds.sweep();
        assertThat(puller.said).containsExactly("hold live/s", "let go live/s", "left live/s");
    }

    /// It was kept while this node took over, and what it held was over then.
    @Test
    void whatIsFollowedAgainIsHeldAnew() {
        holds.keep(KEY);
        holds.follow(KEY);
        assertThat(puller.said).containsExactly("hold live/s", "hold live/s", "let go live/s");
        holds.keep(KEY);
        assertThat(puller.said).hasSize(3);
    }

    @Test
    void whatWasLetGoByMistakeIsHeldAgain() {
        holds.keep(KEY);
        publish();
        holds.release(KEY);
        holds.sweep();
        assertThat(puller.said).containsExactly("hold live/s", "let go live/s", "hold live/s");
    }

    @Test
    void whoLeadsHoldsNothing() {
        publish();
        streams.find(KEY).orElseThrow().promote(7);
        holds.release(KEY);
        aSecondGoesBy();
        holds.sweep();
        assertThat(puller.said).isEmpty();
    }
}
