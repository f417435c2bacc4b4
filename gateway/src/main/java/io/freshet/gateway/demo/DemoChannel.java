package io.freshet.gateway.demo;

import io.freshet.live.Input;
import io.freshet.live.Loop;
import io.freshet.live.PublishOutcome;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Timestamp;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Publishes a clip round and round on one continuous timeline, so that a newcomer without an
/// encoder sees moving pictures.
///
/// It is a publisher like any other: who pushes to the same name finds it taken.
///
/// Threading: confined to its loop.
public final class DemoChannel implements Publisher {

    private static final System.Logger LOG = System.getLogger(DemoChannel.class.getName());
    /// Half a frame: late enough for two frames at a time now and then, early enough not to be
    /// seen.
    private static final long STEP_NS = 15_000_000L;

    private final Clip clip;
    private final Loop loop;
    private final Clock clock;
    private @Nullable Input input;
    private long startNs;
    private long round;
    private int next;
    private boolean dismissed;

    /// @param clip what is shown
    /// @param loop where it and its stream live
    public DemoChannel(Clip clip, Loop loop, Clock clock) {
        this.clip = clip;
        this.loop = loop;
        this.clock = clock;
    }

    /// Goes on air.
    public void start(Streams streams, StreamKey key) {
        loop.execute(() -> streams.publish(key, this, loop).whenComplete((outcome, failure) -> {
            if (outcome instanceof PublishOutcome.Accepted(Input accepted, _)) {
                input = accepted;
                startNs = clock.monotonicNs();
                accepted.push(new ArrayList<>(List.of(clip.tracks())));
                step();
            } else {
                LOG.log(System.Logger.Level.WARNING, () -> "demo channel not on air stream=" + key
                        + " reason=" + (failure == null ? outcome : failure));
            }
        }));
    }

    private void step() {
        Input to = input;
        if (dismissed || to == null) {
            return;
        }
        long playedMs = (clock.monotonicNs() - startNs) / 1_000_000;
        List<Signal> due = new ArrayList<>();
        while (round * clip.durationMs() + clip.frames().get(next).dtsOn(1000) <= playedMs) {
            due.add(shifted(clip.frames().get(next)));
            if (++next == clip.frames().size()) {
                next = 0;
                round++;
            }
        }
        if (!due.isEmpty()) {
            to.push(due);
        }
        loop.schedule(this::step, STEP_NS);
    }

    private Frame shifted(Frame frame) {
        long shift = Timestamp.rescale(round * clip.durationMs(), 1000, frame.track().timescale());
        return frame.at(frame.dts() + shift, frame.pts() + shift);
    }

    @Override
    public String label() {
        return "demo clip";
    }

    @Override
    public void onDismissed(String reason) {
        dismissed = true;
        Input held = input;
        if (held != null) {
            held.close(reason);
        }
    }
}
