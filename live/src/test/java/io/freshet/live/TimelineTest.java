package io.freshet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Track;
import io.freshet.testkit.SyntheticSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        nowMs += 500;
        Frame after = place(Rig.audio(44_100 / 2));
        assertThat(after.dts() - before.dts()).isEqualTo(44_100 / 2);
        assertThat(timeline.repairs().audioAnchors()).isEqualTo(1);
    }

    @Test
    void anchorsSoundAnewAfterAShortGapOnceItIsProven() {
        Frame last = place(Rig.audio(0));
        int gap = 44_100 / 10;
        for (int i = 1; i <= 20; i++) {
            last = place(Rig.audio(gap + i * 1024L));
        }
        assertThat(last.dts()).isEqualTo(WALL * 441 / 10 + gap + 20 * 1024);
        assertThat(timeline.repairs().audioAnchors()).isEqualTo(1);
        assertThat(timeline.repairs().total()).isEqualTo(1);
    }

    /// Seen from GStreamer 1.22 on a machine with too little CPU: sound that came after a picture
    /// is written with the picture's time, until it has caught up. It once lost that much sound.
    @Test
    void soundThatGstreamerHeldBackIsNeitherMovedNorLeftOut() {
        List<Long> steps = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < 40; i++) {
            long ms = i * 1024L * 1000 / 44_100;
            boolean held = ms > 100 && ms < 280;
            long dts = place(Rig.audio((held ? 280 : ms) * 441 / 10)).dts();
            steps.add(i == 0 ? 1024 : dts - before);
            before = dts;
        }
        assertThat(steps).containsOnly(1024L);
        assertThat(timeline.repairs()).isEqualTo(Repairs.NONE);
    }

    /// Seen from the same: pictures that come late are far apart, but they come in order. Behind a
    /// pause the next picture was once taken for a leap back, and pushed away from its sound.
    @Test
    void picturesAtUnevenDistancesDoNotLeap() {
        long[] seen = {0, 249, 3_093, 4_267, 5_611, 5_931, 6_165, 6_912, 7_147, 7_360};
        assertThat(videoMs(seen)).containsExactly(0L, 249L, 3_093L, 4_267L, 5_611L, 5_931L,
                6_165L, 6_912L, 7_147L, 7_360L);
        assertThat(timeline.repairs()).isEqualTo(Repairs.NONE);
    }

    @Test
    void leavesDoubledSoundOut() {
        for (int i = 0; i < 20; i++) {
            assertThat(place(Rig.audio(i * 1024L))).isNotNull();
        }
        for (int i = 10; i < 20; i++) {
            assertThat(place(Rig.audio(i * 1024L))).isNull();
        }
        for (int i = 20; i < 40; i++) {
            assertThat(place(Rig.audio(i * 1024L)).dts() - WALL * 441 / 10).isEqualTo(i * 1024L);
        }
        assertThat(timeline.repairs()).isEqualTo(new Repairs(0, 0, 0, 10, 0, 0));
    }

    /// Sound that is lost, or too much of it: what stays off by more than the tolerance is at its
    /// place 300 ms later, with one repair; lips and voice may differ by 36 ms.
    @ParameterizedTest
    @ValueSource(ints = {25, 60, 120, 250, 300, -25, -60, -120, -250, -300})
    void soundThatStaysOffIsAnchoredWithin300Ms(int offMs) {
        for (int i = 0; i < 50; i++) {
            place(Rig.audio(i * 1024L));
        }
        long off = offMs * 441L / 10;
        List<Long> wrongMs = new ArrayList<>();
        long hint = 49 * 1024L;
        for (int i = 50; i < 150; i++) {
            // Too much sound: its time still goes on, but slower.
            hint = Math.max(hint + 256, i * 1024L + off);
            Frame placed = place(Rig.audio(hint));
            if (placed == null) {
                continue;
            }
            long wrong = (placed.dts() - WALL * 441 / 10 - hint) * 10 / 441;
            if (Math.abs(wrong) > 20) {
                wrongMs.add(wrong);
            }
        }
        assertThat(wrongMs.size() * 10_240 / 441).as("ms placed elsewhere")
                .isBetween(offMs > 250 ? 0 : 290, offMs > 250 ? 0 : 323);
        assertThat(timeline.repairs().audioAnchors()).isEqualTo(1);
        long tooMuch = Math.max(0, -offMs);
        assertThat(timeline.repairs().dropped() * 10_240 / 441).as("ms left out")
                .isBetween(tooMuch == 0 ? 0 : tooMuch - 21, tooMuch == 0 ? 0 : tooMuch + 23);
    }

    /// Phones stamp sound when they get it from the microphone.
    @ParameterizedTest
    @ValueSource(ints = {15, 30, 40})
    void soundThatIsStampedUntidilyIsCounted(int jitterMs) {
        Random random = new Random(7);
        long before = Long.MIN_VALUE;
        long hint = 0;
        for (int i = 0; i < 500; i++) {
            long jitter = i == 0 ? 0 : (random.nextInt(2 * jitterMs + 1) - jitterMs) * 441L / 10;
            hint = Math.max(hint + 1, i * 1024L + jitter);
            long dts = place(Rig.audio(hint)).dts();
            if (i > 0) {
                assertThat(dts - before).isEqualTo(1024);
            }
            before = dts;
        }
        assertThat(timeline.repairs()).isEqualTo(Repairs.NONE);
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
        long samples = 0;
        for (int i = 1; i <= 50; i++) {
            nowMs += 40;
            place(Rig.video(i * 40L, false));
            for (; samples < i * 40L * 441 / 10; samples += 1024) {
                place(Rig.audio(samples));
            }
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

    /// Ticks of 48 kHz taken for ticks of 44.1 kHz were years ahead.
    @Test
    void keepsThePlaceOfSoundThatChangesItsRate() {
        Track other = SyntheticSource.audio(Rig.AUDIO.id(), 48_000);
        place(Rig.video(0, true));
        for (int i = 0; i < 43; i++) {
            place(Rig.audio(i * 1024L));
        }
        Frame first = place(new Frame(other, 48_000, 48_000, Frame.KEY, Bytes.ofHex("21 10"), 0));
        assertThat(first.dtsOn(1000) - WALL).isBetween(990L, 1_010L);
        assertThat(place(Rig.video(1_000, true)).dtsOn(1000) - WALL).isEqualTo(1_000L);
        assertThat(timeline.repairs()).isEqualTo(Repairs.NONE);
    }

    @Test
    void neverShowsAFrameBeforeItIsDecoded() {
        Frame odd = new Frame(Rig.VIDEO, 9_000, 0, Frame.KEY, Rig.video(0, true).payload(), 0);
        Frame placed = place(odd);
        assertThat(placed.pts()).isEqualTo(placed.dts());
        assertThat(timeline.repairs().clockMoves()).isEqualTo(1);
    }
}
