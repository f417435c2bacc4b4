package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.packaging.CutterStart.HighWater;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.testkit.SyntheticSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutterTest {

    private static final Tracks VIDEO_ONLY = new Tracks(List.of(Feed.VIDEO));
    private static final Tracks AUDIO_ONLY = new Tracks(List.of(Feed.AUDIO));

    private static List<Long> lengthsMs(List<Mark.Cut> cuts) {
        List<Long> lengths = new ArrayList<>();
        for (int i = 1; i < cuts.size(); i++) {
            lengths.add(cuts.get(i).start().on(1000).ticks()
                    - cuts.get(i - 1).start().on(1000).ticks());
        }
        return lengths;
    }

    @Test
    void holdsNothingBackAndLosesNothing() {
        List<Frame> frames = Feed.ordinary(10);
        List<Signal> out = Feed.led(Feed.BOTH, frames);
        assertThat(out.stream().filter(Frame.class::isInstance)).containsExactlyElementsOf(frames);
    }

    @Test
    void cutsAtKeyFramesAndDecidesTheTargetDurationWithTheFirstSegment() {
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(Feed.BOTH, Feed.ordinary(10)));
        assertThat(lengthsMs(cuts)).containsExactly(2000L, 2000L, 2000L, 2000L);
        assertThat(cuts).extracting(Mark.Cut::targetSeconds).containsExactly(0, 2, 2, 2, 2);
        assertThat(cuts).noneMatch(Mark.Cut::forced).noneMatch(Mark.Cut::breaks);
        assertThat(cuts.getFirst().number()).isEqualTo(Feed.START_MS * 100 / (2000 * 88));
        assertThat(cuts).extracting(cut -> cut.number() - cuts.getFirst().number())
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(cuts).allMatch(cut -> cut.initDigests().keySet().equals(Set.of(1, 2)));
    }

    @Test
    void aMarkStandsRightBeforeTheKeyFrameThatItCuts() {
        List<Signal> out = Feed.led(Feed.BOTH, Feed.ordinary(6));
        for (int i = 0; i < out.size(); i++) {
            if (out.get(i) instanceof Mark.Cut cut) {
                assertThat(out.get(i + 1)).isInstanceOfSatisfying(Frame.class, frame ->
                        assertThat(new Timestamp(frame.pts(), 90_000)).isEqualTo(cut.start()));
            }
        }
    }

    @Test
    void shortGopsAreGatheredUntil88PercentOfTheSegmentDuration() {
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(VIDEO_ONLY, Feed.pictures(27, 0, 10)));
        assertThat(lengthsMs(cuts)).containsOnly(1800L);
        assertThat(cuts.getLast().targetSeconds()).isEqualTo(2);
    }

    @Test
    void aGopOf2Point002SecondsAgainstSegmentsOf2SecondsIsOneSegment() {
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(VIDEO_ONLY, Feed.ntscPictures(12)));
        assertThat(lengthsMs(cuts)).containsOnly(2002L);
        assertThat(cuts.getLast().targetSeconds()).isEqualTo(3);
    }

    @Test
    void aKeyFrameIntervalOf10SecondsIsTheTargetDuration() {
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(VIDEO_ONLY, Feed.pictures(300, 0, 41)));
        assertThat(lengthsMs(cuts)).containsOnly(10_000L);
        assertThat(cuts).extracting(Mark.Cut::targetSeconds).containsExactly(0, 10, 10, 10, 10);
        assertThat(cuts).noneMatch(Mark.Cut::forced);
    }

    @Test
    void aKeyFrameThatStaysAwayForcesACutBeforeExtinfRoundsAboveTheTarget() {
        List<Frame> frames = new ArrayList<>(Feed.pictures(60, 0, 4));
        long next = frames.getLast().dts() + 3000;
        frames.addAll(new SyntheticSource.Pictures(Feed.VIDEO, 3000, 600, 0).frames(next, 300));
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(VIDEO_ONLY, frames));
        assertThat(cuts).extracting(Mark.Cut::targetSeconds).containsExactly(0, 2, 2, 2, 2, 2, 2);
        assertThat(cuts).extracting(Mark.Cut::forced)
                .containsExactly(false, false, false, true, true, true, true);
        assertThat(lengthsMs(cuts)).allMatch(ms -> ms < 2500);
    }

    @Test
    void withoutVideoItCutsOnSoundAtOrAfterTheSegmentDuration() {
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(AUDIO_ONLY, Feed.sounds(10)));
        assertThat(lengthsMs(cuts)).allMatch(ms -> ms >= 2000 && ms < 2022);
        assertThat(cuts).noneMatch(Mark.Cut::forced);
        assertThat(cuts.getLast().targetSeconds()).isEqualTo(2);
    }

    @Test
    void aMutedMicrophoneIsSilentAfterOneSecondAndBackWithItsFirstFrame() {
        List<Frame> frames = Feed.keep(Feed.ordinary(12), frame ->
                frame.kind() == Kind.VIDEO || Feed.at(frame) < 3.3 || Feed.at(frame) > 8.1);
        List<Signal> out = Feed.led(Feed.BOTH, frames);
        List<Signal> marks = Feed.keepMarks(out);
        assertThat(marks.stream().filter(mark -> !(mark instanceof Mark.Cut)))
                .satisfiesExactly(
                        silent -> assertThat(silent).isInstanceOfSatisfying(Mark.TrackSilent.class,
                                mark -> assertThat(seconds(mark.at())).isBetween(4.2, 4.4)),
                        back -> assertThat(back).isInstanceOfSatisfying(Mark.TrackBack.class,
                                mark -> assertThat(seconds(mark.at())).isBetween(8.1, 8.2)));
        assertThat(Feed.cuts(out)).extracting(cut -> cut.initDigests().size())
                .containsExactly(2, 2, 2, 1, 1, 2);
    }

    @Test
    void pictureThatStopsLeavesTheSoundToBeCut() {
        List<Frame> frames = Feed.keep(Feed.ordinary(16), frame ->
                frame.kind() == Kind.AUDIO || Feed.at(frame) < 3.3 || Feed.at(frame) >= 10);
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(Feed.BOTH, frames));
        assertThat(lengthsMs(cuts)).allMatch(ms -> ms <= 2500);
        assertThat(cuts).anyMatch(cut -> cut.start().timescale() == 48_000 && cut.forced());
        assertThat(cuts.getLast()).matches(cut -> cut.start().timescale() == 90_000
                && !cut.forced());
    }

    @Test
    void anOutageIsListedAsAGapWithoutADiscontinuity() {
        List<Frame> frames = Feed.keep(Feed.ordinary(20),
                frame -> Feed.at(frame) < 5.2 || Feed.at(frame) >= 10);
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(Feed.BOTH, frames));
        Mark.Cut after = cuts.stream().filter(cut -> cut.gapTicks() > 0).findFirst().orElseThrow();
        assertThat(after.gapTicks()).isBetween((long) (4.7 * 90_000), (long) (4.9 * 90_000));
        assertThat(after.breaks()).isFalse();
        long before = cuts.get(cuts.indexOf(after) - 1).number();
        assertThat(after.number()).as("three gap segments of at most 2 s").isEqualTo(before + 4);
        assertThat(Gaps.starts(after)).hasSize(3);
    }

    /// FFmpeg, back after `kill -9`, announced its metadata alone, then its tracks: the picture's
    /// outage became one long frame, and EXTINF 3.2 s with a target duration of 1 s.
    @Test
    void aTrackThatAReturningPublisherAnnouncesLaterStillHasItsOutage() {
        Cutter cutter = new Cutter(PackagingOptions.DEFAULT, Feed.FRESH);
        List<Signal> out = Feed.led(cutter, Feed.BOTH,
                Feed.keep(Feed.ordinary(20), frame -> Feed.at(frame) < 5.2));
        cutter.accept(Tracks.NONE, 0, Feed.START_MS + 10_000, out::add);
        out.addAll(Feed.led(cutter, Feed.BOTH,
                Feed.keep(Feed.ordinary(20), frame -> Feed.at(frame) >= 10)));
        assertThat(Feed.cuts(out).stream().filter(cut -> cut.gapTicks() > 0)).singleElement()
                .matches(cut -> !cut.breaks() && cut.gapTicks() > 4.7 * 90_000);
    }

    @Test
    void anOutageWithAnotherConfigurationAfterItIsADiscontinuity() {
        Track larger = new Track(1, Feed.VIDEO.codec(), 90_000, Bytes.ofHex("01640028ff"),
                "avc1.640028", new io.freshet.media.Traits.Picture(1920, 1080, 30_000, 0), "");
        List<Frame> frames = Feed.keep(Feed.ordinary(20),
                        frame -> Feed.at(frame) < 5.2 || Feed.at(frame) >= 10).stream()
                .map(frame -> frame.kind() == Kind.VIDEO && Feed.at(frame) >= 10
                        ? frame.on(larger) : frame).toList();
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(Feed.BOTH, frames));
        assertThat(cuts.stream().filter(Mark.Cut::breaks)).singleElement()
                .matches(cut -> cut.gapTicks() > 0 && cut.discontinuity() == 1);
        assertThat(cuts.getLast().discontinuity()).isEqualTo(1);
    }

    @Test
    void aRestartContinuesTheMediaSequenceEvenIfTheClockWentBack() {
        HighWater far = new HighWater(5_000_000_000L, 3);
        Cutter cutter = new Cutter(PackagingOptions.DEFAULT, new CutterStart("live/test", 2, far));
        assertThat(cutter.highWater()).isEqualTo(far);
        List<Mark.Cut> cuts = Feed.cuts(Feed.led(cutter, Feed.BOTH, Feed.ordinary(4)));
        assertThat(cuts.getFirst()).matches(cut -> cut.number() == far.number() + 1
                && cut.discontinuity() == 4 && cut.breaks());
        assertThat(cutter.highWater()).isEqualTo(new HighWater(far.number() + 2, 4));
    }

    @Test
    void theTagIsAnotherUnderAnotherToken() {
        Mark.Cut one = Feed.cuts(Feed.led(Feed.BOTH, Feed.ordinary(1))).getFirst();
        Mark.Cut two = Feed.cuts(Feed.led(new Cutter(PackagingOptions.DEFAULT,
                new CutterStart("live/test", 2, HighWater.NONE)), Feed.BOTH, Feed.ordinary(1)))
                .getFirst();
        assertThat(one.sessionTag()).isNotEqualTo(two.sessionTag());
    }

    @Test
    void theDateFollowsTheClockOnceItIsMoreThan200MsOff() {
        List<Signal> out = new ArrayList<>();
        Cutter cutter = new Cutter(PackagingOptions.DEFAULT, Feed.FRESH);
        cutter.accept(Feed.BOTH, 0, Feed.START_MS, out::add);
        for (Frame frame : Feed.ordinary(20)) {
            // The encoder's clock runs 2 % fast.
            long wallMs = frame.dtsOn(1000) - (long) (Feed.at(frame) * 20);
            cutter.accept(frame, 0, wallMs, out::add);
        }
        assertThat(Feed.cuts(out).getLast().dateOffsetMs()).isEqualTo(-200);
    }

    @Test
    void theEndIsMarkedWhereTheLastFrameEnds() {
        Cutter cutter = new Cutter(PackagingOptions.DEFAULT, Feed.FRESH);
        Feed.led(cutter, VIDEO_ONLY, Feed.pictures(60, 0, 4));
        List<Signal> out = new ArrayList<>();
        cutter.end(out::add);
        assertThat(out).singleElement().isInstanceOfSatisfying(Mark.EndOfStream.class,
                mark -> assertThat(seconds(mark.at())).isEqualTo(4.0));
    }

    private static double seconds(Timestamp at) {
        return at.on(1_000_000).ticks() / 1e6 - Feed.START_MS / 1e3;
    }
}
