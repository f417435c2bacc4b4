package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.live.packaging.CutterStart.HighWater;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.testkit.SyntheticSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagerTest {

    private static final Tracks AUDIO_ONLY = new Tracks(List.of(Feed.AUDIO));
    private static final Tracks VIDEO_ONLY = new Tracks(List.of(Feed.VIDEO));

    private static Recording recorded(List<Frame> frames) {
        Recording recording = Recording.of(Feed.led(Feed.BOTH, frames));
        assertThat(recording.violations()).isEmpty();
        return recording;
    }

    private static List<Segment> segments(Recording recording, String path) {
        return recording.view().rendition(path).orElseThrow().listed();
    }

    /// The frames of all listed segments are those of the source, in order, none lost or doubled.
    private static void assertNothingLost(Recording recording, List<Frame> source) {
        for (String path : List.of("v1", "a2")) {
            List<Segment> listed = segments(recording, path);
            List<Frame> packaged = listed.stream().flatMap(s -> s.frames().stream()).toList();
            List<Frame> sent = source.stream()
                    .filter(frame -> frame.track().id() == path.charAt(1) - '0').toList();
            int from = sent.indexOf(packaged.getFirst());
            assertThat(packaged).as(path).isEqualTo(sent.subList(from, from + packaged.size()));
        }
        assertThat(recording.packager.lateFrames()).isZero();
    }

    private static void assertSoundIsPlacedByTime(Recording recording) {
        for (Segment segment : segments(recording, "a2")) {
            for (Frame frame : segment.frames()) {
                assertThat(frame.ptsOn(90_000)).isBetween(segment.at().start().ticks(),
                        segment.at().start().ticks() + 181_920);
            }
        }
    }

    @Test
    void soundThatArrivesBeforeTheKeyFrameThatPlacesItIsKept() {
        List<Frame> frames =
                SyntheticSource.interleaved(Feed.pictures(60, 0, 20), Feed.sounds(20), -400);
        Recording recording = recorded(frames);
        assertNothingLost(recording, frames);
        assertSoundIsPlacedByTime(recording);
    }

    @Test
    void soundOlderThanTheKeyFrameOfAStreamWithBFramesMayArriveAfterIt() {
        List<Frame> frames =
                SyntheticSource.interleaved(Feed.pictures(60, 2, 20), Feed.sounds(20), 500);
        Recording recording = recorded(frames);
        assertSoundIsPlacedByTime(recording);
        assertThat(segments(recording, "a2")).hasSizeGreaterThan(7);
        // Sound from before the first picture has no segment, and nothing else is missing.
        assertThat(recording.packager.lateFrames()).isBetween(1L, 3L);
    }

    @Test
    void aGopOf2Point002SecondsIsListedAsItIs() {
        Recording recording = recorded(SyntheticSource.interleaved(Feed.ntscPictures(30),
                Feed.sounds(30), 0));
        MediaPlaylist playlist = recording.last("v1");
        assertThat(playlist.targetSeconds()).isEqualTo(3);
        assertThat(playlist.segments()).extracting(MediaSegment::durationUs)
                .containsOnly(2_002_000L);
        assertThat(playlist.discontinuitySequence()).isZero();
    }

    @Test
    void aGopOf2997FramesHasFourPartsAndNoSmallOneIsLeft() {
        MediaPlaylist playlist = recorded(SyntheticSource.interleaved(Feed.ntscPictures(30),
                Feed.sounds(30), 0)).last("v1");
        assertThat(playlist.segments().getLast().parts()).extracting(PartialSegment::durationUs)
                .containsExactly(500_500L, 500_500L, 500_500L, 500_500L);
    }

    /// Sixteen seconds of pictures that last so many ticks, so many of them in a GOP, with sound.
    private static Recording withGops(long ticks, int gop, int gops) {
        return recorded(SyntheticSource.interleaved(
                new SyntheticSource.Pictures(Feed.VIDEO, ticks, gop, 0)
                        .frames(SyntheticSource.ticks(Feed.START_MS, Feed.VIDEO), gops * gop),
                Feed.sounds(16), 0));
    }

    @ParameterizedTest
    @CsvSource({"3750, 48", "3600, 50", "3000, 60", "1800, 100", "1500, 120"})
    void twoSecondsAreFourPartsAtEveryCommonRate(long ticks, int gop) {
        Recording recording = withGops(ticks, gop, 8);
        for (String rendition : List.of("v1", "a2")) {
            List<PartialSegment> parts = recording.last(rendition).segments().getLast().parts();
            assertThat(parts).as(rendition).hasSize(4).extracting(PartialSegment::durationUs)
                    .allMatch(us -> us <= 525_000);
            assertThat(parts.subList(0, 3)).extracting(PartialSegment::durationUs)
                    .allMatch(us -> us >= 525_000 * 85 / 100);
        }
    }

    /// Where a player begins in a part it drops what comes before the key frame: here half a
    /// second, and Chromium stood still at the hole.
    @ParameterizedTest
    @CsvSource({"3750, 24", "3600, 25", "3003, 30", "3000, 30", "1800, 50"})
    void keyFramesBetweenSegmentsBeginTheirParts(long ticks, int gop) {
        List<PartialSegment> parts =
                withGops(ticks, gop, 16).last("v1").segments().getLast().parts();
        assertThat(parts).extracting(PartialSegment::independent)
                .containsExactly(true, false, true, false);
        assertThat(parts.get(0).durationUs() + parts.get(1).durationUs())
                .isEqualTo(Math.round(1e6 * gop * ticks / 90_000));
        assertThat(parts).extracting(PartialSegment::durationUs)
                .allMatch(us -> us >= 525_000 * 85 / 100 && us <= 525_000);
    }

    @Test
    void aMutedMicrophoneDoesNotHoldThePictureUp() {
        List<Frame> frames = Feed.keep(Feed.ordinary(25),
                frame -> frame.kind() == Kind.VIDEO || Feed.at(frame) < 9.3);
        Recording recording = recorded(frames);
        assertThat(recording.last("v1").nextSequence())
                .isEqualTo(recording.last("a2").nextSequence());
        assertThat(recording.last("a2").segments()).filteredOn(MediaSegment::gap)
                .hasSizeGreaterThan(4).extracting(MediaSegment::durationUs)
                .containsOnly(2_000_000L);
        assertThat(recording.last("v1").segments()).noneMatch(MediaSegment::gap);
        assertThat(recording.last("ts").segments()).noneMatch(MediaSegment::gap);
    }

    @Test
    void decodeTimesHave64Bits() {
        // 2106-02-07, when 32 bits of seconds are full; in 90 kHz ticks beyond 33 and 48 bits.
        long start = (1L << 32) * 90_000;
        List<Frame> frames =
                new SyntheticSource.Pictures(Feed.VIDEO, 3000, 60, 0).frames(start, 300);
        Recording recording = Recording.of(Feed.led(VIDEO_ONLY, frames));
        assertThat(recording.violations()).isEmpty();
        Segment segment = segments(recording, "v1").get(1);
        ByteBuffer bytes = segment.parts().getFirst().resource().payload().buffer();
        int at = 0;
        while (bytes.getInt(at) != 0x74666474) {
            at++;
        }
        assertThat(bytes.get(at + 4)).as("tfdt version").isEqualTo((byte) 1);
        assertThat(bytes.getLong(at + 8)).isEqualTo(start + 60 * 3000);
    }

    @Test
    void aKeyFrameIntervalOf10SecondsMakesLongSegmentsInShortParts() {
        Recording recording = recorded(SyntheticSource.interleaved(Feed.pictures(300, 0, 45),
                Feed.sounds(45), 0));
        MediaPlaylist playlist = recording.last("v1");
        assertThat(playlist.targetSeconds()).isEqualTo(10);
        assertThat(playlist.independentSegments()).isTrue();
        assertThat(playlist.segments().getLast().parts()).hasSize(20)
                .filteredOn(PartialSegment::independent).hasSize(1);
    }

    @Test
    void forcedCutsAreNotIndependent() {
        List<Frame> frames = new ArrayList<>(Feed.pictures(60, 0, 4));
        frames.addAll(new SyntheticSource.Pictures(Feed.VIDEO, 3000, 600, 0)
                .frames(frames.getLast().dts() + 3000, 600));
        Recording recording = Recording.of(Feed.led(VIDEO_ONLY, frames));
        assertThat(recording.violations()).isEmpty();
        assertThat(recording.last("v1").independentSegments()).isFalse();
        assertThat(text(recording.view().multivariant().orElseThrow()))
                .doesNotContain("INDEPENDENT");
        assertThat(recording.playlists.get("v1").getFirst().independentSegments()).isTrue();
    }

    private static List<Frame> outage(Track after) {
        return Feed.keep(Feed.ordinary(22), f -> Feed.at(f) < 9.2 || Feed.at(f) >= 14).stream()
                .map(f -> f.kind() == Kind.VIDEO && Feed.at(f) >= 14 ? f.on(after) : f).toList();
    }

    @Test
    void anOutageIsListedWithItsRealDurationAndWithoutADiscontinuity() {
        Recording recording = recorded(outage(Feed.VIDEO));
        MediaPlaylist playlist = recording.last("v1");
        List<MediaSegment> gaps = playlist.segments().stream().filter(MediaSegment::gap).toList();
        assertThat(gaps).hasSize(3);
        assertThat(gaps.stream().mapToLong(MediaSegment::durationUs).sum()).isEqualTo(4_800_000);
        assertThat(playlist.segments()).noneMatch(MediaSegment::discontinuity);
        List<MediaSegment> all = playlist.segments();
        assertThat(all.getLast().dateMs() - all.getFirst().dateMs())
                .as("dates and durations agree over the outage")
                .isEqualTo(all.stream().limit(all.size() - 1L)
                        .mapToLong(MediaSegment::durationUs).sum() / 1000);
    }

    @Test
    void anotherConfigurationAfterAnOutageIsADiscontinuityWithItsOwnInitSegment() {
        Track larger = new Track(1, Feed.VIDEO.codec(), 90_000, Bytes.ofHex("01640028ff"),
                "avc1.640028", new Traits.Picture(1920, 1080, 30_000, 0), "");
        Recording recording = recorded(outage(larger));
        MediaPlaylist playlist = recording.last("v1");
        MediaSegment first = playlist.segments().stream().filter(MediaSegment::discontinuity)
                .findFirst().orElseThrow();
        int at = playlist.segments().indexOf(first);
        assertThat(playlist.segments().get(at - 1).gap()).isTrue();
        assertThat(playlist.segments().get(at - 1).mapUri())
                .as("nothing changes before the discontinuity")
                .isEqualTo(playlist.segments().getFirst().mapUri());
        assertThat(playlist.segments()).extracting(MediaSegment::mapUri).doesNotContain("");
        assertThat(playlist.segments().stream().map(MediaSegment::mapUri).distinct()).hasSize(2);
        assertThat(recording.last("a2").segments().get(at).discontinuity()).isTrue();
        assertThat(text(recording.view().multivariant().orElseThrow())).contains("1920x1080");
    }

    /// The picture changes 1.1 s after a cut, at a key frame: no other cut would be due there.
    private static Recording changedInMidStream(double secondsAfter) {
        Track larger = new Track(1, Feed.VIDEO.codec(), 90_000, Bytes.ofHex("01640028ff"),
                "avc1.640028", new Traits.Picture(1920, 1080, 30_000, 0), "");
        List<Frame> pictures = new ArrayList<>(Feed.pictures(60, 0, 9.1));
        new SyntheticSource.Pictures(larger, 3000, 60, 0).frames(
                pictures.getLast().dts() + 3000, (int) (secondsAfter * 30)).forEach(pictures::add);
        return recorded(SyntheticSource.interleaved(pictures, Feed.sounds(9.1 + secondsAfter), 0));
    }

    @Test
    void anotherConfigurationInMidStreamIsADiscontinuityInEveryPlaylist() {
        Recording recording = changedInMidStream(5);
        List<Long> numbers = new ArrayList<>();
        for (String path : List.of("v1", "a2", "ts")) {
            MediaPlaylist playlist = recording.last(path);
            List<MediaSegment> broken = playlist.segments().stream()
                    .filter(MediaSegment::discontinuity).toList();
            assertThat(broken).as(path).hasSize(1);
            int at = playlist.segments().indexOf(broken.getFirst());
            numbers.add(playlist.mediaSequence() + at);
            boolean newInit = !playlist.segments().get(at - 1).mapUri()
                    .equals(broken.getFirst().mapUri());
            assertThat(newInit).as(path + " has another init segment from there on")
                    .isEqualTo(path.equals("v1"));
            assertThat(playlist.discontinuitySequence()).isZero();
        }
        assertThat(numbers.stream().distinct()).as("all break at one segment").hasSize(1);
        assertThat(recording.last("v1").segments()).noneMatch(MediaSegment::gap)
                .extracting(MediaSegment::durationUs).contains(1_100_000L);
    }

    @Test
    void aDiscontinuityThatHasLeftTheWindowIsCountedInEveryPlaylist() {
        Recording recording = changedInMidStream(40);
        for (String path : List.of("v1", "a2", "ts")) {
            MediaPlaylist last = recording.last(path);
            assertThat(last.segments()).noneMatch(MediaSegment::discontinuity);
            assertThat(last.discontinuitySequence()).as(path).isEqualTo(1);
        }
    }

    /// Its clock changes with it: ticks of one taken for ticks of the other were a hole of years,
    /// which was filled with parts until there was no memory left.
    @ParameterizedTest
    @CsvSource({"48000, 44100", "44100, 48000", "48000, 22050"})
    void theRateOfTheSoundMayChangeInMidStream(int before, int after) {
        Track one = SyntheticSource.audio(2, before);
        Track two = SyntheticSource.audio(2, after);
        List<Frame> sounds = new ArrayList<>(SyntheticSource.sounds(one,
                SyntheticSource.ticks(Feed.START_MS, one), 5 * before / 1024));
        sounds.addAll(SyntheticSource.sounds(two,
                SyntheticSource.ticks(Feed.START_MS + 5_000, two), 7 * after / 1024));
        List<Frame> frames = SyntheticSource.interleaved(Feed.pictures(30, 0, 12), sounds, 0);
        Recording recording = Recording.of(
                Feed.led(new Tracks(List.of(Feed.VIDEO, one)), frames));
        assertThat(recording.violations()).isEmpty();
        List<Segment> listed = segments(recording, "a2");
        assertThat(listed).allSatisfy(segment -> {
            assertThat(segment.durationUs()).isBetween(500_000L, 2_600_000L);
            assertThat(segment.parts().size()).isLessThan(20);
        });
        assertThat(listed.getFirst().track()).isEqualTo(one);
        assertThat(listed.getLast().track()).isEqualTo(two);
        assertThat(recording.last("a2").segments()).filteredOn(MediaSegment::discontinuity)
                .hasSize(1);
        assertThat(recording.packager.lateFrames()).as("what waited for the next key frame")
                .isLessThan(60);
    }

    /// FFmpeg sends a changed sound's header before its first packet, which follows the key frame
    /// of the changed picture. Sound was lost until the next key frame, where all broke again.
    @Test
    void soundThatChangesRightAfterThePictureChangesAtTheSameMark() {
        Track larger = new Track(1, Feed.VIDEO.codec(), 90_000, Bytes.ofHex("01640028ff"),
                "avc1.640028", new Traits.Picture(1920, 1080, 30_000, 0), "");
        Track slower = SyntheticSource.audio(2, 44_100);
        List<Frame> frames = new ArrayList<>(Feed.ordinary(8));
        List<Frame> pictures = new SyntheticSource.Pictures(larger, 3000, 60, 0)
                .frames(SyntheticSource.ticks(Feed.START_MS + 8_000, larger), 240);
        List<Frame> sounds = SyntheticSource.sounds(slower,
                SyntheticSource.ticks(Feed.START_MS + 8_000, slower), 8 * 44_100 / 1024);
        frames.addAll(SyntheticSource.interleaved(pictures, sounds, 10));
        List<Signal> signals = Feed.led(Feed.BOTH, frames);
        Recording recording = Recording.of(signals);
        assertThat(recording.violations()).isEmpty();
        assertThat(recording.packager.lateFrames()).isZero();
        for (String path : List.of("v1", "a2", "ts")) {
            List<MediaSegment> listed = recording.last(path).segments();
            assertThat(listed).as(path).noneMatch(MediaSegment::gap)
                    .filteredOn(MediaSegment::discontinuity).hasSize(1);
        }
        assertThat(segments(recording, "a2")).filteredOn(s -> s.at().breaks()).singleElement()
                .matches(segment -> segment.track().equals(slower));
        assertNothingLost(recording, frames);
    }

    @Test
    void aRestartContinuesTheMediaSequence() {
        Cutter one = new Cutter(PackagingOptions.DEFAULT, Feed.FRESH);
        Recording before = Recording.of(Feed.led(one, Feed.BOTH, Feed.ordinary(20)));
        Cutter two = new Cutter(PackagingOptions.DEFAULT,
                new CutterStart("live/test", 2, one.highWater()));
        // The clock went back: the same times again.
        Recording after = Recording.of(Feed.led(two, Feed.BOTH, Feed.ordinary(20)));
        List<MediaPlaylist> seen = new ArrayList<>(before.playlists.get("v1"));
        seen.addAll(after.playlists.get("v1"));
        assertThat(PlaylistRules.check(seen)).isEmpty();
        assertThat(after.resources.keySet()).filteredOn(uri -> uri.endsWith(".m4s"))
                .doesNotContainAnyElementsOf(before.resources.keySet());
        assertThat(one.highWater()).isNotEqualTo(HighWater.NONE);
    }

    @Test
    void theEndIsListedWithAllThatCame() {
        Cutter cutter = new Cutter(PackagingOptions.DEFAULT, Feed.FRESH);
        List<Frame> frames = Feed.ordinary(11.5);
        List<Signal> signals = Feed.led(cutter, Feed.BOTH, frames);
        cutter.end(signals::add);
        Recording recording = Recording.of(signals);
        assertThat(recording.violations()).isEmpty();
        MediaPlaylist playlist = recording.last("v1");
        assertThat(playlist.ended()).isTrue();
        assertThat(playlist.durationUs()).isEqualTo(11_500_000);
        assertNothingLost(recording, frames);
        assertThat(recording.last("ts").ended()).isTrue();
        assertThat(recording.view().ended()).isTrue();
        recording.packager.onSignals(signals);
        assertThat(recording.last("v1")).isEqualTo(playlist);
    }

    @Test
    void aStreamThatEndsBeforeItsFirstSegmentIsWholeIsStillListed() {
        Cutter cutter = new Cutter(PackagingOptions.DEFAULT, Feed.FRESH);
        List<Signal> signals = Feed.led(cutter, Feed.BOTH, Feed.ordinary(1.2));
        assertThat(Recording.of(signals).view()).isSameAs(HlsView.EMPTY);
        cutter.end(signals::add);
        assertThat(Recording.of(signals).last("v1").segments()).hasSize(1);
    }

    @Test
    void framesTooLongForPartsAreListedInWholeSegments() {
        Recording recording = Recording.of(Feed.led(VIDEO_ONLY, new SyntheticSource.Pictures(
                SyntheticSource.video(1, 0), 18_000, 10, 0).frames(Feed.START_MS * 90, 100).stream()
                .map(frame -> frame.on(Feed.VIDEO)).toList()));
        MediaPlaylist playlist = recording.last("v1");
        assertThat(playlist.partTargetUs()).isZero();
        assertThat(playlist.preloadHint()).isEmpty();
        assertThat(playlist.segments()).allMatch(segment -> segment.parts().isEmpty());
    }

    @Test
    void soundWithoutPicturesIsCutAndListedAsPackedAudioToo() {
        Recording recording = Recording.of(Feed.led(AUDIO_ONLY, Feed.sounds(30)));
        assertThat(recording.violations()).isEmpty();
        assertThat(recording.last("ts").segments()).allMatch(s -> s.uri().endsWith(".aac"));
        assertThat(recording.last("a2").segments().getLast().parts()).hasSizeGreaterThan(3);
        assertThat(text(recording.view().multivariant().orElseThrow()))
                .contains("CODECS=\"mp4a.40.2\"\na2.m3u8").doesNotContain("EXT-X-MEDIA:");
    }

    @Test
    void theMultivariantPlaylistNamesPictureAndSound() throws Exception {
        HlsView view = recorded(Feed.ordinary(20)).view();
        MultivariantPlaylist playlist =
                MultivariantPlaylist.parse(text(view.multivariant().orElseThrow()));
        assertThat(playlist.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.codecs()).isEqualTo("avc1.64001f,mp4a.40.2");
            assertThat(variant.uri()).isEqualTo("v1.m3u8");
            assertThat(variant.framesPerKilosecond()).isEqualTo(30_000);
            assertThat(variant.peakBps()).isBetween(390_000L, 480_000L);
            assertThat(variant.averageBps()).isLessThanOrEqualTo(variant.peakBps());
        });
        assertThat(playlist.audios()).singleElement().matches(audio ->
                audio.uri().equals("a2.m3u8") && audio.channels() == 2
                        && audio.choice().isDefault());
    }

    @Test
    void theWindowIsTenTargetDurationsAndWhatHasLeftCanStillBeFetchedForAWhile() {
        Recording recording = recorded(Feed.ordinary(60));
        MediaPlaylist playlist = recording.last("v1");
        assertThat(playlist.segments()).hasSize(10);
        String left = recording.playlists.get("v1").reversed().stream()
                .filter(p -> p.mediaSequence() == playlist.mediaSequence() - 2)
                .findFirst().orElseThrow().segments().getFirst().uri();
        assertThat(recording.view().find(left)).isInstanceOf(Lookup.Found.class);
        String gone = recording.playlists.get("v1").getFirst().segments().getFirst().uri();
        assertThat(recording.view().find(gone)).isInstanceOf(Lookup.Absent.class);
    }

    @Test
    void marksOfALowerTokenAndMarksTwiceSeenChangeNothing() {
        List<Signal> signals = Feed.led(Feed.BOTH, Feed.ordinary(20));
        Mark.Cut cut = Feed.cuts(signals).getLast();
        Recording recording = Recording.of(signals);
        HlsView before = recording.view();
        recording.packager.onSignals(List.of(cut, new Mark.Cut(7, cut.number() + 1, cut.start(), 2,
                0, false, 0, cut.initDigests(), 0, 0, false)));
        assertThat(recording.view()).isSameAs(before);
    }

    @Test
    void aBlockedRequestWaitsForItsPartAndNotLonger() {
        RenditionView view = recorded(Feed.ordinary(20.8)).view().rendition("v1").orElseThrow();
        long open = view.tip().number();
        assertThat(view.lastMsn()).isEqualTo(open);
        assertThat(view.lastPart()).isZero();
        assertThat(view.contains(open - 1, -1)).isTrue();
        assertThat(view.contains(open, 0)).isTrue();
        assertThat(view.contains(open, 1)).isFalse();
        assertThat(view.contains(open, -1)).isFalse();
        assertThat(view.contains(open - 1, 9)).as("the first part of the next one").isTrue();
        assertThat(view.isTooFarAhead(open + 2, -1)).isFalse();
        assertThat(view.isTooFarAhead(open + 3, -1)).isTrue();
        // Parts last 500 ms, and 3 s of them may be asked for ahead.
        assertThat(view.isTooFarAhead(open, 6)).isFalse();
        assertThat(view.isTooFarAhead(open, 7)).isTrue();
        assertThat(view.isTooFarAhead(open - 1, 7)).isFalse();
        assertThat(view.isTooFarAhead(open + 1, 5)).isFalse();
        assertThat(view.isTooFarAhead(open + 1, 6)).isTrue();
    }

    @Test
    void thePartThatIsHintedAtIsExpectedAndNoOther() {
        Recording recording = recorded(Feed.ordinary(20.8));
        String hint = recording.last("v1").preloadHint();
        assertThat(recording.view().find(hint)).isInstanceOf(Lookup.Expected.class);
        for (String other : List.of(hint.replace(".1.m4s", ".2.m4s"), hint + "x", "v1/", "v1", "",
                "v9/a/1.m4s", "v1/x.mp4", hint.replace("v1/", "v1/0"), "../v1.m3u8")) {
            assertThat(recording.view().find(other)).as(other).isInstanceOf(Lookup.Absent.class);
        }
    }

    @Test
    void multiplexedSegmentsAreRenderedOnceWhenAskedFor() {
        Recording recording = recorded(Feed.ordinary(20));
        MediaSegment segment = recording.last("ts").segments().getLast();
        assertThat(segment.uri()).endsWith(".ts");
        Resource resource = ((Lookup.Found) recording.view().find(segment.uri())).resource();
        assertThat(resource.contentType()).isEqualTo("video/mp2t");
        assertThat(resource.payload()).isSameAs(resource.payload());
        assertThat(resource.payload().length()).as("60 pictures and 94 of sound")
                .isBetween(153, 155);
    }

    private static String text(PlaylistText text) {
        return Recording.text(text);
    }
}
