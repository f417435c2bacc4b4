package io.freshet.live;

import io.freshet.media.AudioCodec;
import io.freshet.media.BadNameException;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import io.freshet.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A node's live core with two loops, publishers and recording subscribers, on fake time.
final class Rig {

    static final Track VIDEO = new Track(1, VideoCodec.AVC, 90_000, Bytes.ofHex("01"),
            "avc1.64001f", new Traits.Picture(1280, 720, 25_000, 0), "");
    static final Track AUDIO = new Track(2, AudioCodec.AAC, 44_100, Bytes.ofHex("1210"),
            "mp4a.40.2", new Traits.Sound(44_100, 2, 1024), "");
    static final Tracks BOTH = new Tracks(List.of(VIDEO, AUDIO));

    final FakeClock clock = new FakeClock();
    final FakeLoop loop = new FakeLoop(clock);
    final FakeLoop other = new FakeLoop(clock);
    final List<String> events = new ArrayList<>();
    final Streams streams;
    final StreamKey key;

    Rig(AppOptions options) {
        streams = new Streams(clock,
                app -> app.equals("live") ? Optional.of(options) : Optional.empty(),
                (_, _) -> Leader.none());
        streams.listen(new StreamEvents() {
            @Override
            public void opened(LiveStream stream) {
                events.add("opened");
            }

            @Override
            public void onAir(LiveStream stream, String publisher) {
                events.add("onAir " + publisher);
            }

            @Override
            public void waiting(LiveStream stream, String reason) {
                events.add("waiting " + reason);
            }

            @Override
            public void ended(LiveStream stream) {
                events.add("ended");
            }
        });
        try {
            key = StreamKey.of("live", "s");
        } catch (BadNameException e) {
            throw new AssertionError(e);
        }
    }

    /// A publisher that notes what it is told.
    static final class FakePublisher implements Publisher {
        final String name;
        final List<String> dismissals = new ArrayList<>();

        FakePublisher(String name) {
            this.name = name;
        }

        @Override
        public String label() {
            return name;
        }

        @Override
        public void onDismissed(String reason) {
            dismissals.add(reason);
        }
    }

    /// A subscriber that notes what it is given.
    static final class RecordingSubscriber implements Subscriber {
        final List<Signal> signals = new ArrayList<>();
        boolean ended;

        @Override
        public void onSignals(List<Signal> batch) {
            signals.addAll(batch);
        }

        @Override
        public void onEnd() {
            ended = true;
        }

        List<Frame> frames() {
            return signals.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
        }
    }

    /// Asks to publish and runs the loops; the answer may still be out.
    CompletableFuture<PublishOutcome> ask(FakePublisher publisher) {
        List<CompletableFuture<PublishOutcome>> answer = new ArrayList<>();
        loop.in(() -> answer.add(streams.publish(key, publisher, loop).toCompletableFuture()));
        run();
        return answer.getFirst();
    }

    /// Publishes; fails the test unless accepted.
    Input publish(String name) {
        PublishOutcome outcome = ask(new FakePublisher(name)).join();
        if (outcome instanceof PublishOutcome.Accepted(Input input, _)) {
            return input;
        }
        throw new AssertionError(outcome.toString());
    }

    void push(Input input, Signal... signals) {
        loop.in(() -> input.push(new ArrayList<>(List.of(signals))));
        run();
    }

    void run() {
        boolean busy = true;
        while (busy) {
            boolean here = loop.drain();
            busy = other.drain() || here;
        }
    }

    void pass(long ms) {
        for (long done = 0; done < ms; done += 10) {
            clock.advanceMs(10);
            run();
        }
    }

    static Frame video(long ms, boolean key) {
        return new Frame(VIDEO, ms * 90, ms * 90, key ? Frame.KEY : 0, Bytes.ofHex("00000001 65"),
                0);
    }

    static Frame audio(long ticks) {
        return new Frame(AUDIO, ticks, ticks, Frame.KEY, Bytes.ofHex("21 10"), 0);
    }
}
