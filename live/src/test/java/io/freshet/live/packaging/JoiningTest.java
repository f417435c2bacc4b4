package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.testkit.SyntheticSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Two packagers, one there from the start and one that joins: what both have is the same.
class JoiningTest {

    /// Parts of the stream, odd on purpose.
    private static final double[] OFFSETS =
            {0.0731, 0.1618, 0.2718, 0.3141, 0.4142, 0.5772, 0.6931};

    private static final Track LARGER = new Track(1, Feed.VIDEO.codec(), 90_000,
            Bytes.ofHex("01640028ff"), "avc1.640028",
            new Traits.Picture(1920, 1080, 30_000, 0), "");
    private static final Track MONO = new Track(2, Feed.AUDIO.codec(), 48_000,
            Bytes.ofHex("1188"), "mp4a.40.2", new Traits.Sound(48_000, 1, 1024), "");

    static Stream<Arguments> streams() {
        Map<String, List<Signal>> streams = new LinkedHashMap<>();
        streams.put("ordinary", Feed.led(Feed.BOTH, Feed.ordinary(60)));
        streams.put("sound 300 ms early", led(Feed.pictures(60, 0, 60), -300));
        streams.put("sound 700 ms late, B-frames", led(Feed.pictures(60, 2, 60), 700));
        streams.put("sound 900 ms early, B-frames", led(Feed.pictures(60, 2, 60), -900));
        streams.put("29.97 fps, 2.002 s", led(Feed.ntscPictures(60), 40));
        streams.put("key frames every 10 s", led(Feed.pictures(300, 2, 60), 40));
        streams.put("forced cuts", led(forced(), 40));
        streams.put("muted and back", Feed.led(Feed.BOTH, Feed.keep(Feed.ordinary(60),
                f -> f.kind() == Kind.VIDEO || Feed.at(f) % 20 < 11.3)));
        streams.put("muted, sound late", Feed.led(Feed.BOTH, Feed.keep(
                SyntheticSource.interleaved(Feed.pictures(60, 2, 60), Feed.sounds(60), 650),
                f -> f.kind() == Kind.VIDEO || Feed.at(f) % 20 < 11.3)));
        streams.put("short holes in the sound", Feed.led(Feed.BOTH, Feed.keep(Feed.ordinary(60),
                f -> f.kind() == Kind.VIDEO || Feed.at(f) % 5 < 4.4)));
        streams.put("picture stops and comes back", Feed.led(Feed.BOTH, Feed.keep(
                Feed.ordinary(60), f -> f.kind() == Kind.AUDIO || Feed.at(f) % 20 < 13.7)));
        streams.put("outages", Feed.led(Feed.BOTH, Feed.keep(
                SyntheticSource.interleaved(Feed.pictures(60, 2, 60), Feed.sounds(60), 90),
                f -> Feed.at(f) % 20 < 13.7)));
        streams.put("outages with another configuration", Feed.led(Feed.BOTH, changing()));
        streams.put("another configuration in mid-stream", Feed.led(Feed.BOTH,
                larger(Feed.ordinary(60))));
        streams.put("sound in another configuration in mid-stream", Feed.led(Feed.BOTH,
                Feed.ordinary(60).stream().map(f -> f.kind() == Kind.AUDIO && Feed.at(f) > 31
                        ? f.on(MONO) : f).toList()));
        streams.put("sound that changes right after the picture", Feed.led(Feed.BOTH,
                larger(Feed.ordinary(60)).stream().map(f -> f.kind() == Kind.AUDIO
                        && Feed.at(f) % 40 >= 20 ? f.on(MONO) : f).toList()));
        streams.put("a little of the old sound behind the mark", Feed.led(Feed.BOTH,
                larger(Feed.ordinary(60)).stream().map(f -> f.kind() == Kind.AUDIO
                        && Feed.at(f) % 40 >= 20.042 ? f.on(MONO) : f).toList()));
        streams.put("sound of another rate in mid-stream", rateChange());
        streams.put("sound only", Feed.led(new Tracks(List.of(Feed.AUDIO)), Feed.sounds(60)));
        streams.put("picture only", Feed.led(new Tracks(List.of(Feed.VIDEO)),
                Feed.pictures(60, 2, 60)));
        streams.put("sound of 44.1 kHz", sound44());
        streams.put("5 fps", Feed.led(new Tracks(List.of(Feed.VIDEO)), new SyntheticSource.Pictures(
                Feed.VIDEO, 18_000, 10, 0).frames(start(Feed.VIDEO), 300)));
        MultitrackFeed.streams().forEach(streams::put);
        return streams.entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static long start(Track track) {
        return SyntheticSource.ticks(Feed.START_MS, track);
    }

    private static List<Signal> led(List<Frame> pictures, long soundLagMs) {
        return Feed.led(Feed.BOTH,
                SyntheticSource.interleaved(pictures, Feed.sounds(60), soundLagMs));
    }

    private static List<Frame> forced() {
        List<Frame> frames = new ArrayList<>(Feed.pictures(60, 2, 10));
        long next = start(Feed.VIDEO) + 10 * 90_000;
        frames.addAll(new SyntheticSource.Pictures(Feed.VIDEO, 3000, 331, 2).frames(next, 1500));
        return frames;
    }

    private static List<Frame> changing() {
        return larger(Feed.keep(Feed.ordinary(60), f -> Feed.at(f) % 20 < 13.7));
    }

    private static List<Frame> larger(List<Frame> frames) {
        return frames.stream()
                .map(f -> f.kind() == Kind.VIDEO && Feed.at(f) % 40 >= 20 ? f.on(LARGER) : f)
                .toList();
    }

    private static List<Signal> rateChange() {
        Track other = SyntheticSource.audio(2, 44_100);
        List<Frame> sounds = new ArrayList<>(Feed.sounds(31));
        long from = Math.ceilDiv((sounds.getLast().dts() + 1024) * 441, 480L);
        sounds.addAll(SyntheticSource.sounds(other, from, 1200));
        return Feed.led(Feed.BOTH,
                SyntheticSource.interleaved(Feed.pictures(60, 2, 58), sounds, 60));
    }

    private static List<Signal> sound44() {
        Track sound = SyntheticSource.audio(2, 44_100);
        return Feed.led(new Tracks(List.of(Feed.VIDEO, sound)), SyntheticSource.interleaved(
                Feed.ntscPictures(60), SyntheticSource.sounds(sound, start(sound), 2580), 60));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void everyPlaylistKeepsTheRules(String name, List<Signal> signals) {
        assertThat(Recording.of(signals).violations()).as(name).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void theOneWhoJoinsServesTheSameBytes(String name, List<Signal> signals) {
        Recording whole = Recording.of(signals);
        for (double offset : OFFSETS) {
            String at = name + " joined at " + offset;
            Recording joined =
                    Recording.of(Recording.from(signals, (int) (signals.size() * offset)));
            sameResources(at, whole, joined);
            assertThat(joined.playlists.keySet()).isEqualTo(whole.playlists.keySet());
            joined.playlists.forEach((path, served) ->
                    sameLines(at + " " + path, whole.playlists.get(path), served));
            assertThat(joined.violations()).as(at).isEmpty();
        }
    }

    private static void sameResources(String at, Recording whole, Recording joined) {
        assertThat(joined.resources).as(at).isNotEmpty();
        joined.resources.forEach((uri, bytes) -> assertThat(bytes).as(at + ": " + uri)
                .isEqualTo(whole.resources.get(uri)));
        joined.playlists.forEach((path, served) -> {
            long first = served.getFirst().mediaSequence();
            whole.playlists.get(path).getLast().segments().stream()
                    .map(MediaSegment::uri).filter(uri -> !path.equals("ts"))
                    .filter(uri -> number(uri) >= first && whole.resources.containsKey(uri))
                    .forEach(uri -> assertThat(joined.resources).as(at).containsKey(uri));
        });
    }

    private static long number(String uri) {
        String file = uri.substring(uri.lastIndexOf('/') + 1);
        return Long.parseLong(file.substring(0, file.indexOf('-')));
    }

    /// Playlists of one tip: header and all segments that both list.
    private static void sameLines(String at, List<MediaPlaylist> whole,
            List<MediaPlaylist> joined) {
        Map<String, MediaPlaylist> byTip = new HashMap<>();
        whole.forEach(playlist -> byTip.put(tip(playlist), playlist));
        int common = 0;
        for (MediaPlaylist mine : joined) {
            MediaPlaylist other = byTip.get(tip(mine));
            if (other == null) {
                continue;
            }
            common++;
            assertThat(mine.open()).as(at).isEqualTo(other.open());
            assertThat(mine.preloadHint()).as(at).isEqualTo(other.preloadHint());
            assertThat(mine.control()).as(at).isEqualTo(other.control());
            assertThat(mine.targetSeconds()).as(at).isEqualTo(other.targetSeconds());
            int from = (int) (Math.max(mine.mediaSequence(), other.mediaSequence())
                    - other.mediaSequence());
            int own = (int) (Math.max(mine.mediaSequence(), other.mediaSequence())
                    - mine.mediaSequence());
            assertThat(mine.segments().subList(own, mine.segments().size())).as(at)
                    .isEqualTo(other.segments().subList(from, other.segments().size()));
        }
        assertThat(common).as(at + ": playlists with the same tip")
                .isGreaterThan(joined.size() / 2);
        if (joined.getLast().mediaSequence() == whole.getLast().mediaSequence()) {
            assertThat(joined.getLast().write()).as(at).isEqualTo(whole.getLast().write());
        }
    }

    private static String tip(MediaPlaylist playlist) {
        return playlist.nextSequence() + "." + playlist.open().parts().size();
    }
}
