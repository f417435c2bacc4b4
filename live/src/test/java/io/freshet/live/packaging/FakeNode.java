package io.freshet.live.packaging;

import io.freshet.live.AppOptions;
import io.freshet.live.AppOptions.GopBounds;
import io.freshet.live.AppOptions.ViewerBounds;
import io.freshet.live.FlushInterval;
import io.freshet.live.Input;
import io.freshet.live.LiveStream;
import io.freshet.live.Loop;
import io.freshet.live.PublishOutcome;
import io.freshet.live.PublishPlacement;
import io.freshet.live.PublishPlacement.Placement;
import io.freshet.live.Publisher;
import io.freshet.live.StreamEvents;
import io.freshet.live.Streams;
import io.freshet.live.Subscriber;
import io.freshet.live.Subscription;
import io.freshet.live.Takeover;
import io.freshet.live.packaging.CutterStart.HighWater;
import io.freshet.live.relay.BacklogBounds;
import io.freshet.live.relay.Replay;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A node of a cluster with one stream on one loop that runs at once, and what it packages.
final class FakeNode {

    static final StreamKey KEY = new StreamKey("live", "test");

    final FakeClock clock;
    final Streams streams;
    final Now loop = new Now();
    final Recording recording = new Recording();
    final List<Signal> sent = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    @Nullable LiveStream stream;
    @Nullable Input relay;

    /// Runs everything at once; timers when it is told to.
    static final class Now implements Loop {

        private final List<Runnable> timers = new ArrayList<>();

        /// Those that have been set so far, however long they were to wait.
        void runTimers() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(Runnable::run);
        }

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
            timers.add(task);
            return () -> timers.remove(task);
        }
    }

    /// Notes that it was sent away.
    record FakePublisher(String label, boolean carriesMarks, List<String> dismissals)
            implements Publisher {

        FakePublisher(String label, boolean carriesMarks) {
            this(label, carriesMarks, new ArrayList<>());
        }

        @Override
        public void onDismissed(String reason) {
            dismissals.add(reason);
        }
    }

    FakeNode(FakeClock clock) {
        this.clock = clock;
        AppOptions options = new AppOptions(FlushInterval.VIDEO, Takeover.WHEN_SILENT, 4,
                Duration.ofSeconds(10), GopBounds.DEFAULT, ViewerBounds.DEFAULT, 1);
        streams = new Streams(clock, _ -> Optional.of(options), (key, _) -> new Cutter(
                PackagingOptions.DEFAULT, new CutterStart(key.toString(), 0, HighWater.NONE)));
        streams.keepBacklogs(_ -> BacklogBounds.of(PackagingOptions.DEFAULT));
        streams.listen(new StreamEvents() {
            @Override
            public void opened(LiveStream opened) {
                stream = opened;
                opened.subscribe(opened.owner(), recording.packager);
                opened.subscribe(opened.owner(), new Subscriber() {
                    @Override
                    public void onSignals(List<Signal> batch) {
                        sent.addAll(batch);
                    }

                    @Override
                    public void onEnd() {
                        events.add("end");
                    }
                });
            }

            @Override
            public void onAir(LiveStream on, String publisher) {
                events.add("on air " + publisher);
            }

            @Override
            public void waiting(LiveStream on, String reason) {
                events.add("waiting");
            }

            @Override
            public void frozen(LiveStream on) {
                events.add("frozen");
            }

            @Override
            public void ended(LiveStream on) {
                events.add("ended");
            }
        });
    }

    /// Lets a publisher in.
    Input publish(String label, Placement placed) {
        return publish(new FakePublisher(label, false), placed);
    }

    Input publish(FakePublisher publisher, Placement placed) {
        PublishOutcome outcome = streams.publish(KEY, publisher, loop, placed)
                .toCompletableFuture().join();
        if (outcome instanceof PublishOutcome.Accepted(Input input, _)) {
            return input;
        }
        throw new AssertionError(outcome.toString());
    }

    /// Opens the relay, with nothing in it yet.
    Input follow() {
        Input opened = publish(new FakePublisher("relay", true), new PublishPlacement.Standby());
        relay = opened;
        return opened;
    }

    LiveStream stream() {
        LiveStream there = stream;
        if (there == null) {
            throw new AssertionError("no stream");
        }
        return there;
    }

    /// Goes on with what `parent` has, from the last mark or with the whole window; close it to cut
    /// the link.
    Subscription pull(FakeNode parent) {
        OptionalLong after = relay == null ? OptionalLong.empty()
                : stream().standing().lastCut().map(cut -> OptionalLong.of(cut.number()))
                        .orElse(OptionalLong.empty());
        Input into = relay == null ? follow() : relay;
        List<Subscription> link = new ArrayList<>();
        // What a subscriber is given first is in the replay, too.
        boolean[] begun = {false};
        link.add(parent.stream().subscribe(parent.stream().owner(), new Subscriber() {
            @Override
            public void onSignals(List<Signal> batch) {
                if (begun[0]) {
                    into.push(new ArrayList<>(batch));
                }
            }

            @Override
            public void onEnd() {
            }
        }));
        parent.stream().replay(new Now(), after, (Replay replay) -> {
            into.reopened(replay.token(), replay.gap());
            into.push(new ArrayList<>(replay.signals()));
            begun[0] = true;
        });
        return link.getFirst();
    }

    /// Frames at the pace of their own time.
    void push(Input input, List<? extends Signal> signals) {
        for (Signal signal : signals) {
            if (signal instanceof Frame frame) {
                long ms = frame.dtsOn(1000) - clock.wallMs();
                if (ms > 0) {
                    clock.advanceMs(ms);
                }
            }
            input.push(new ArrayList<>(List.of(signal)));
        }
    }

    List<Frame> frames() {
        return sent.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
    }

    List<Mark.Cut> cuts() {
        return Feed.cuts(sent);
    }
}
