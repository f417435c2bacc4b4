package io.freshet.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.packaging.Cutter;
import io.freshet.live.packaging.CutterStart;
import io.freshet.live.packaging.HlsView;
import io.freshet.live.packaging.Lookup;
import io.freshet.live.packaging.Packager;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.packaging.RenditionView;
import io.freshet.live.packaging.Resource;
import io.freshet.live.packaging.TsRenderer;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.testkit.SyntheticSource;
import io.freshet.testkit.SyntheticSource.Pictures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LazyFeedTest {

    private static final StreamKey KEY = new StreamKey("live", "camera");
    private static final long START_MS = 1_800_000_000_000L;

    private static final Pattern NAMED = Pattern.compile("v1/[0-9a-f]+/[0-9.-]+\\.m4s");

    private final List<HlsView> late = new ArrayList<>();
    private final Packager lazy = packager(late);
    private final List<HlsView> prompt = new ArrayList<>();
    private final Packager eager = packager(prompt);

    private static Packager packager(List<HlsView> views) {
        return new Packager(PackagingOptions.DEFAULT, TsRenderer.of(KEY), views::add);
    }

    /// A minute of pictures, 30 a second with a key frame in two seconds, as the leader sends it.
    private static List<Signal> minute() {
        Track track = SyntheticSource.video(1, 30_000);
        List<Frame> frames = new ArrayList<>(new Pictures(track, 3000, 60, 2)
                .frames(START_MS * 90, 1800));
        frames.sort(Comparator.comparingLong(Frame::dts));
        Cutter cutter = new Cutter(PackagingOptions.DEFAULT,
                new CutterStart(KEY.toString(), 0, CutterStart.HighWater.NONE));
        List<Signal> signals = new ArrayList<>();
        cutter.accept(new Tracks(List.of(track)), 0, START_MS, signals::add);
        frames.forEach(frame ->
                cutter.accept(frame, 0, frame.dtsOn(1000), signals::add));
        cutter.end(signals::add);
        return signals;
    }

    /// What a player could have: its playlists, and the digest of each thing that they name.
    private static Map<String, String> served(HlsView view) {
        Map<String, String> all = new TreeMap<>();
        view.multivariant().ifPresent(text -> all.put("index", text.digest()));
        view.ts().ifPresent(text -> all.put("ts", text.digest()));
        for (RenditionView rendition : view.renditions()) {
            String playlist = new String(rendition.playlist().plain().toArray(),
                    StandardCharsets.UTF_8);
            all.put(rendition.path(), playlist);
            NAMED.matcher(playlist).results().map(MatchResult::group).forEach(uri ->
                    all.put(uri, view.find(uri) instanceof Lookup.Found(Resource found)
                            ? found.digest() : "not there"));
        }
        return all;
    }

    @Test
    void whoWakesItFindsWhatWouldHaveBeenThereAnyway() {
        List<Signal> signals = minute();
        for (int wokenAt = 400; wokenAt < signals.size(); wokenAt += 97) {
            Packager packager = packager(late);
            LazyFeed feed = new LazyFeed(packager, false);
            Packager control = packager(prompt);
            for (Signal signal : signals.subList(0, wokenAt)) {
                feed.onSignals(List.of(signal));
                control.onSignals(List.of(signal));
            }
            feed.atOnce(true);
            assertThat(served(packager.view())).as("at %d", wokenAt)
                    .isNotEmpty().isEqualTo(served(control.view()));
        }
    }

    @Test
    void whileNobodyAsksItPackagesOnceASegment() {
        List<Signal> signals = minute();
        LazyFeed feed = new LazyFeed(lazy, false);
        for (Signal signal : signals) {
            feed.onSignals(List.of(signal));
            eager.onSignals(List.of(signal));
        }
        long cuts = signals.stream().filter(signal -> signal instanceof Mark.Cut).count();
        assertThat((long) late.size()).isPositive().isLessThanOrEqualTo(cuts + 1);
        assertThat(prompt).hasSizeGreaterThan(100);
        assertThat(lazy.view().ended()).isTrue();
        assertThat(served(lazy.view())).isEqualTo(served(eager.view()));
    }

    @Test
    void aStreamThatIsNeverCutIsNotKeptForEver() {
        List<Signal> uncut = minute().stream().filter(signal -> !(signal instanceof Mark)).toList();
        LazyFeed feed = new LazyFeed(lazy, false);
        uncut.forEach(signal -> feed.onSignals(List.of(signal)));
        // Without a mark its packager has no place for a frame, and counts those that it was given.
        assertThat(lazy.lateFrames()).isGreaterThan(uncut.size() - LazyFeed.KEPT_MAX);
    }

    @Test
    void awakeItPackagesEachPart() {
        List<Signal> signals = minute();
        LazyFeed feed = new LazyFeed(lazy, true);
        for (Signal signal : signals) {
            feed.onSignals(List.of(signal));
            eager.onSignals(List.of(signal));
        }
        assertThat(late).hasSameSizeAs(prompt);
    }
}
