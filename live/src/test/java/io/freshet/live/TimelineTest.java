package io.freshet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final long WALL = 1_767_225_600_000L;

    private final Timeline timeline = new Timeline();
    private long nowMs = 1_000;

    private Frame place(Frame frame) {
        return timeline.place(frame, frame.track(), nowMs * 1_000_000, WALL + nowMs - 1_000);
    }

    private List<Long> videoMs(long... sourceMs) {
        List<Long> placed = new ArrayList<>();
        for (long ms : sourceMs) {
            Frame frame = place(Rig.video(ms, true));
            placed.add(frame == null ? null : frame.dtsOn(1000) - WALL);
            nowMs += 40;
        }
        return placed;
    }

    @Test
    void putsTheFirstFrameOnTheWallClock() {
        assertThat(videoMs(5_000, 5_040)).containsExactly(0L, 40L);
        assertThat(timeline.repairs()).isEqualTo(Repairs.NONE);
    }

    @Test
    void keepsPicturesAtTheirSourceDistances() {
        assertThat(videoMs(0, 33, 67, 100)).containsExactly(0L, 33L, 67L, 100L);
    }

    @Test
    void countsSoundInSamplesWhileTheMillisecondsAgree() {
        List<Long> ticks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            // Whole milliseconds on the sample clock, as RTMP has them.
            long hint = (i * 1024L * 1000 / 44_100) * 44_100 / 1000;
            ticks.add(place(Rig.audio(hint)).dts());
            nowMs += 23;
        }
        for (int i = 1; i < 100; i++) {
            assertThat(ticks.get(i) - ticks.get(i - 1)).isEqualTo(1024);
        }
        assertThat(timeline.repairs().audioAnchors()).isZero();
    }

    @Test
    void anchorsSoundAnewAfterAGap() {
        Frame before = place(Rig.audio(0));
        nowMs += 200;
        Frame after = place(Rig.audio(44_100 / 5));
        assertThat(after.dts() - before.dts()).isEqualTo(44_100 / 5);
        assertThat(timeline.repairs().audioAnchors()).isEqualTo(1);
    }

    @Test
    void leavesDoubledSoundOut() {
        place(Rig.audio(10_240));
        place(Rig.audio(11_264));
        assertThat(place(Rig.audio(10_240))).isNull();
        assertThat(timeline.repairs().dropped()).isEqualTo(1);
    }

    @Test
    void followsALeapForwardWithoutAHole() {
        assertThat(videoMs(0, 40, 80, 900_000, 900_040)).containsExactly(0L, 40L, 80L, 120L, 160L);
        assertThat(timeline.repairs().jumps()).isEqualTo(1);
    }

    @Test
    void followsALeapBackWithoutAnOverlap() {
        assertThat(videoMs(900_000, 900_040, 0, 40)).containsExactly(0L, 40L, 80L, 120L);
        assertThat(timeline.repairs().jumps()).isEqualTo(1);
    }

    @Test
    void takesARealPauseForAPause() {
        assertThat(videoMs(0, 40)).containsExactly(0L, 40L);
        nowMs += 8_000;
        assertThat(videoMs(8_080)).containsExactly(8_080L);
        assertThat(timeline.repairs().jumps()).isZero();
    }

    @Test
    void mendsASmallStepBack() {
        List<Long> placed = videoMs(0, 40, 40, 20, 80);
        assertThat(placed).containsExactly(0L, 40L, 40L, 40L, 80L);
        assertThat(timeline.repairs().steps()).isEqualTo(2);
    }

    @Test
    void keepsSoundWithThePictureWhenBothLeap() {
        place(Rig.video(0, true));
        place(Rig.audio(0));
        for (int i = 1; i <= 50; i++) {
            nowMs += 40;
            place(Rig.video(i * 40L, false));
            place(Rig.audio(i * 40L * 441 / 10));
        }
        nowMs += 40;
        Frame video = place(Rig.video(600_000, true));
        Frame audio = place(Rig.audio(600_000L * 441 / 10));
        assertThat(Math.abs(video.dtsOn(1000) - audio.dtsOn(1000))).isLessThanOrEqualTo(30);
        assertThat(timeline.repairs().jumps()).isEqualTo(1);
    }

    @Test
    void acceptsFramesOfBothClocksWhileASourceLeaps() {
        videoMs(0, 40, 80, 900_000);
        place(Rig.audio(0));
        // The next picture still on the old clock does not make the timeline flutter.
        Frame old = place(Rig.video(120, false));
        assertThat(old.dtsOn(1000) - WALL).isBetween(120L, 200L);
        assertThat(timeline.repairs().jumps()).isEqualTo(1);
    }

    @Test
    void doesNotFlutterWhenSoundAndPictureAreOnClocksOfTheirOwn() {
        for (int i = 0; i < 100; i++) {
            // The picture's clock leaps twice; the sound's stays where it was.
            long leap = i < 30 ? 0 : i < 60 ? 700_000 : 90_000_000;
            place(Rig.video(leap + i * 40L, i % 25 == 0));
            place(Rig.audio(i * 40L * 441 / 10));
            nowMs += 40;
        }
        assertThat(timeline.repairs().jumps()).isEqualTo(2);
    }

    @Test
    void startsTheNextSourceAtTheWallClockOrAfterTheLastFrame() {
        videoMs(0, 40);
        timeline.restart();
        nowMs += 2_000;
        assertThat(videoMs(0)).containsExactly(2_080L);
        timeline.restart();
        nowMs -= 500;
        assertThat(videoMs(70_000).getFirst()).isGreaterThan(2_080L);
    }

    @Test
    void neverShowsAFrameBeforeItIsDecoded() {
        Frame odd = new Frame(Rig.VIDEO, 9_000, 0, Frame.KEY, Rig.video(0, true).payload(), 0);
        Frame placed = place(odd);
        assertThat(placed.pts()).isEqualTo(placed.dts());
        assertThat(timeline.repairs().clockMoves()).isEqualTo(1);
    }
}
