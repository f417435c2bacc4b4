package io.freshet.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.live.Input;
import io.freshet.live.Leader;
import io.freshet.live.Loop;
import io.freshet.live.PublishOutcome;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.live.packaging.Cutter;
import io.freshet.live.packaging.CutterStart;
import io.freshet.live.packaging.HlsView;
import io.freshet.live.packaging.Lookup;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.packaging.RenditionView;
import io.freshet.live.session.Sessions;
import io.freshet.media.Frame;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.testkit.FakeClock;
import io.freshet.testkit.SyntheticSource;
import io.freshet.testkit.SyntheticSource.Pictures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who waits for what comes next.
class HlsChannelTest {

    private static final StreamKey KEY = new StreamKey("live", "camera");
    private static final Pattern HINT = Pattern.compile("PRELOAD-HINT:TYPE=PART,URI=\"([^\"]+)\"");
    private static final long PATIENCE_NS = 6_000_000_000L;

    private final FakeClock clock = new FakeClock();
    private final Streams streams = new Streams(clock, _ -> Optional.of(AppOptions.DEFAULT),
            (key, _) -> new Cutter(PackagingOptions.DEFAULT,
                    new CutterStart(key.toString(), 0, CutterStart.HighWater.NONE)));
    private final Track track = SyntheticSource.video(1, 30_000);
    private final List<Frame> frames = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private final Here here = new Here();
    private HlsChannel channel;
    private Input input;
    private int sent;

    /// Everything is done at once, and timers never go off.
    private static final class Here implements Loop {
        private int pauses;

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void executeAfterIo(Runnable task) {
            pauses++;
            task.run();
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNs) {
            return () -> { };
        }
    }

    private static final class Camera implements Publisher {

        @Override
        public String label() {
            return "camera";
        }

        @Override
        public void onDismissed(String reason) {
        }
    }

    @BeforeEach
    void threeSecondsAreThere() {
        frames.addAll(new Pictures(track, 3000, 60, 2).frames(0, 600));
        frames.sort(Comparator.comparingLong(Frame::dts));
        if (!(streams.publish(KEY, new Camera(), here).toCompletableFuture().join()
                instanceof PublishOutcome.Accepted(Input accepted, _))) {
            throw new AssertionError("not let in");
        }
        input = accepted;
        channel = new HlsChannel(streams.find(KEY).orElseThrow(), PackagingOptions.DEFAULT, clock,
                new Sessions(clock, 1));
        channel.open();
        channel.awaitPlaylist(_ -> false, PATIENCE_NS, here, _ -> { });
        input.push(new ArrayList<>(List.of(new Tracks(List.of(track)))));
        while (sent < 90) {
            send();
        }
    }

    private void send() {
        clock.advanceMs(33);
        input.push(new ArrayList<>(List.of(frames.get(sent++))));
    }

    private RenditionView pictures() {
        return channel.view().rendition("v1").orElseThrow();
    }

    private String hint() {
        Matcher hint = HINT.matcher(new String(pictures().playlist().plain().toArray(),
                StandardCharsets.UTF_8));
        assertThat(hint.find()).isTrue();
        return hint.group(1);
    }

    private void askForPlaylist(String name) {
        long msn = pictures().lastMsn();
        int part = pictures().lastPart() + 1;
        channel.awaitPlaylist(view -> view.rendition("v1").orElseThrow().contains(msn, part),
                PATIENCE_NS, here, _ -> answered.add(name));
    }

    private void askForPart(String name, String uri) {
        channel.awaitMedia(view -> !(view.find(uri) instanceof Lookup.Expected), PATIENCE_NS,
                here, (HlsView view) -> answered.add(view.find(uri) instanceof Lookup.Found ? name
                        : "no " + name));
    }

    @Test
    void partsThatWereAskedForAheadLeaveBeforePlaylists() {
        String next = hint();
        askForPlaylist("playlist 1");
        askForPart("part 1", next);
        askForPlaylist("playlist 2");
        askForPart("part 2", next);
        while (answered.isEmpty() && sent < frames.size()) {
            send();
        }
        assertThat(answered).containsExactly("part 1", "part 2", "playlist 1", "playlist 2");
    }

    @Test
    void manyAreAnsweredSomeAtATime() {
        for (int i = 0; i < 200; i++) {
            askForPlaylist("playlist");
        }
        while (answered.isEmpty() && sent < frames.size()) {
            send();
        }
        assertThat(answered).hasSize(200);
        assertThat(here.pauses).isEqualTo(3);
    }

    @Test
    void whoWaitsIsLetGoWhenTheChannelCloses() {
        askForPlaylist("playlist");
        askForPart("part", hint());
        channel.close();
        assertThat(answered).containsExactly("no part", "playlist");
    }
}
