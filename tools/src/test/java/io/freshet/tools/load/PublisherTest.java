package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.tools.figures.Section;
import io.freshet.tools.wire.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A publisher does what its server asks it to.
final class PublisherTest {

    private static final int FRAME_MS = 20;
    private static final int GOP_FRAMES = 10;

    /// Two seconds of pictures, a key frame each 200 ms.
    private static Clip clip() {
        List<Clip.Entry> frames = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean isKey = i % GOP_FRAMES == 0;
            byte[] body = new byte[50];
            body[0] = (byte) (isKey ? 0x17 : 0x27);
            body[1] = 1;
            frames.add(new Clip.Entry(FlvTag.VIDEO, (long) i * FRAME_MS, Bytes.wrap(body), isKey,
                    -1, false));
        }
        return new Clip(List.of(), frames, 100L * FRAME_MS);
    }

    private static Section publish(RtmpSink first) throws Exception {
        return LoadRun.run(new LoadPlan("test", List.of(new PublishPlan(
                Target.parse("rtmp://127.0.0.1:" + first.port() + "/live/s"), 1, 1, clip(), false,
                Duration.ZERO)), List.of(), Duration.ofMillis(100), Duration.ofSeconds(3), 1,
                List.of(), Optional.empty()), Progress.NONE).section("publish").orElseThrow();
    }

    /// Once it began again with the next key frame after it had been let in: a GOP was missing.
    @Test
    void itGoesWhereItIsAskedToAtAKeyFrameAndLeavesNothingOut() throws Exception {
        try (RtmpSink second = new RtmpSink(Optional.empty(), 0);
                RtmpSink first = new RtmpSink(Optional.of(
                        "rtmp://127.0.0.1:" + second.port() + "/live"), 37)) {
            Section told = publish(first);
            assertThat(told.amount("reconnect_requests_honoured", -1)).isEqualTo(1);
            assertThat(told.amount("errors", -1)).isZero();
            assertThat(told.amount("publishing_at_the_end", -1)).isEqualTo(1);
            assertThat(first.timesMs).hasSizeGreaterThanOrEqualTo(37);
            assertThat(second.timesMs.getFirst() % (GOP_FRAMES * FRAME_MS)).isZero();
            List<Long> all = new ArrayList<>(first.timesMs);
            all.addAll(second.timesMs);
            assertThat(all).hasSizeGreaterThan(120);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i)).as("frame " + i).isEqualTo((long) i * FRAME_MS);
            }
        }
    }

    @Test
    void sentOnBeforeItIsLetInItGoesThereToo() throws Exception {
        try (RtmpSink second = new RtmpSink(Optional.empty(), 0);
                RtmpSink first = new RtmpSink(Optional.of(
                        "rtmp://127.0.0.1:" + second.port() + "/live"), 0)) {
            Section told = publish(first);
            assertThat(told.amount("errors", -1)).isZero();
            assertThat(told.amount("publishing_at_the_end", -1)).isEqualTo(1);
            assertThat(first.publishers.get()).isEqualTo(1);
            assertThat(first.timesMs).isEmpty();
            assertThat(second.timesMs).hasSizeGreaterThan(100);
        }
    }

    @Test
    void itDoesNotGoInCircles() throws Exception {
        try (RtmpSink server = new RtmpSink(Optional.of(""), 0)) {
            Section told = publish(server);
            assertThat(told.amount("errors", -1)).isEqualTo(1);
            assertThat(told.amount("publishing_at_the_end", -1)).isZero();
            assertThat(server.publishers.get()).isEqualTo(6);
        }
    }

    @Test
    void askedToNoOtherPlaceItComesToTheSameAgain() throws Exception {
        try (RtmpSink server = new RtmpSink(Optional.of(""), 25)) {
            Section told = publish(server);
            assertThat(told.amount("reconnect_requests_honoured", -1)).isEqualTo(1);
            assertThat(server.publishers.get()).isEqualTo(2);
            assertThat(told.amount("publishing_at_the_end", -1)).isEqualTo(1);
        }
    }
}
