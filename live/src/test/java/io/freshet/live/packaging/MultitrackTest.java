package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.format.m3u8.MultivariantPlaylist.Choice;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Several qualities and languages in one stream; [JoiningTest] packages the same streams twice.
class MultitrackTest {

    private static final List<String> PATHS = List.of("v1", "a2", "v257", "a513");

    @Test
    void theMultivariantPlaylistNamesEveryQualityAndLanguage() throws Exception {
        Recording recording = Recording.of(MultitrackFeed.aligned(60, -30));
        MultivariantPlaylist playlist = MultivariantPlaylist.parse(
                Recording.text(recording.view().multivariant().orElseThrow()));
        assertThat(playlist.variants()).extracting(MultivariantPlaylist.Variant::uri)
                .containsExactly("v1.m3u8", "v257.m3u8");
        assertThat(playlist.variants()).extracting(MultivariantPlaylist.Variant::codecs)
                .containsExactly("avc1.64001f,mp4a.40.2", "avc1.42c01e,mp4a.40.2");
        assertThat(playlist.variants()).extracting(MultivariantPlaylist.Variant::height)
                .containsExactly(720, 360);
        assertThat(playlist.audios()).extracting(MultivariantPlaylist.Audio::uri)
                .containsExactly("a2.m3u8", "a513.m3u8");
        assertThat(playlist.audios()).extracting(MultivariantPlaylist.Audio::choice)
                .as("no player can tell the second from the first by its language")
                .containsExactly(new Choice(true, true), new Choice(false, false));
        assertThat(playlist.independentSegments()).isTrue();
    }

    @Test
    void everyRenditionIsCutAtTheSameMarks() {
        Recording recording = Recording.of(MultitrackFeed.aligned(420, 100));
        MediaPlaylist reference = recording.last("v1");
        for (String path : PATHS) {
            MediaPlaylist playlist = recording.last(path);
            long from = Math.max(playlist.mediaSequence(), reference.mediaSequence());
            long to = Math.min(playlist.nextSequence(), reference.nextSequence());
            assertThat(to - from).as(path).isGreaterThan(7);
            for (long number = from; number < to; number++) {
                assertThat(dateMs(playlist, number)).as(path)
                        .isCloseTo(dateMs(reference, number), Offset.offset(22L));
            }
            assertThat(playlist.independentSegments()).as(path).isTrue();
        }
        // Sound from before the first picture is shown has no segment, two frames of each track.
        assertThat(recording.packager.lateFrames()).isLessThanOrEqualTo(4);
    }

    private static long dateMs(MediaPlaylist playlist, long number) {
        return playlist.segments().get((int) (number - playlist.mediaSequence())).dateMs();
    }

    @Test
    void nothingOfAnyTrackIsLostOrDoubled() {
        List<Signal> signals = MultitrackFeed.aligned(420, 100);
        Recording recording = Recording.of(signals);
        for (String path : PATHS) {
            List<Frame> packaged = recording.view().rendition(path).orElseThrow().listed().stream()
                    .flatMap(segment -> segment.frames().stream()).toList();
            List<Frame> sent = signals.stream().filter(Frame.class::isInstance)
                    .map(Frame.class::cast)
                    .filter(f -> path.substring(1).equals("" + f.track().id())).toList();
            int from = sent.indexOf(packaged.getFirst());
            assertThat(packaged).as(path).isEqualTo(sent.subList(from, from + packaged.size()));
        }
    }

    @Test
    void transportStreamsCarryTheDefaultTracks() {
        Recording recording = Recording.of(MultitrackFeed.aligned(60, -30));
        MediaSegment last = recording.last("ts").segments().getLast();
        Resource resource = ((Lookup.Found) recording.view().find(last.uri())).resource();
        assertThat(resource.payload().length()).as("60 pictures and 94 of sound")
                .isBetween(153, 155);
    }

    @Test
    void aQualityWithItsOwnKeyFramesSaysThatItsSegmentsAreNotIndependent() {
        Recording recording = Recording.of(MultitrackFeed.streams()
                .get("the lower quality has key frames elsewhere"));
        assertThat(recording.last("v257").independentSegments()).isFalse();
        assertThat(recording.last("v1").independentSegments()).isTrue();
        assertThat(recording.multivariants.getLast()).doesNotContain("INDEPENDENT-SEGMENTS");
    }

    @Test
    void partsAreListedInEveryRenditionOrInNone() {
        Recording recording = Recording.of(MultitrackFeed.streams()
                .get("the lower quality is too coarse for parts"));
        for (String path : PATHS) {
            assertThat(recording.last(path).partTargetUs()).as(path).isZero();
            assertThat(recording.last(path).preloadHint()).as(path).isEmpty();
        }
    }
}
