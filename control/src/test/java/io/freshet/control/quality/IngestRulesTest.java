package io.freshet.control.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.quality.IngestFigures.Audio;
import io.freshet.control.quality.IngestFigures.Mended;
import io.freshet.control.quality.IngestFigures.Video;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is said of what a publisher sends.
class IngestRulesTest {

    private static final Video GOOD_VIDEO =
            new Video("H.264", 30, 30, 2000, 500, 20, false, false);
    private static final Audio GOOD_AUDIO = new Audio(20, 340, true);
    private static final List<Long> STEADY = List.of(4_000_000L, 4_100_000L, 3_900_000L,
            4_000_000L, 4_050_000L, 3_950_000L);
    private static final IngestFigures GOOD = new IngestFigures(60_000,
            Optional.of(GOOD_VIDEO), Optional.of(GOOD_AUDIO), STEADY, 20, 0, 0, Mended.NONE,
            false);

    /// @param finding `severity code: text`; empty if nothing is wrong
    private record Case(String name, IngestFigures figures, String finding) {
    }

    private static IngestFigures video(Video video) {
        return new IngestFigures(60_000, Optional.of(video), GOOD.audio(), STEADY, 20, 0, 0,
                Mended.NONE, false);
    }

    private static IngestFigures audio(Audio audio) {
        return new IngestFigures(60_000, GOOD.video(), Optional.of(audio), STEADY, 20, 0, 0,
                Mended.NONE, false);
    }

    private static IngestFigures rates(Long... bps) {
        return new IngestFigures(60_000, GOOD.video(), GOOD.audio(), List.of(bps), 20, 0, 0,
                Mended.NONE, false);
    }

    private static IngestFigures skew(long ms) {
        return new IngestFigures(60_000, GOOD.video(), GOOD.audio(), STEADY, ms, 0, 0,
                Mended.NONE, false);
    }

    private static IngestFigures gaps(int count, long ms, Mended mended) {
        return new IngestFigures(60_000, GOOD.video(), GOOD.audio(), STEADY, 20, count, ms,
                mended, false);
    }

    private static final List<Case> CASES = List.of(
            new Case("a good stream", GOOD, ""),
            new Case("30 fps announced, 29.9 come",
                    video(new Video("H.264", 30, 29.9, 2000, 0, 0, false, false)), ""),
            new Case("nothing announced",
                    video(new Video("H.264", 0, 7, 2000, 0, 0, false, false)), ""),
            new Case("a GOP of 4 s", video(new Video("H.264", 30, 30, 4000, 0, 0, false, false)),
                    ""),
            new Case("a GOP of 5 s", video(new Video("H.264", 30, 30, 5000, 0, 0, false, false)),
                    "WARNING gop-long: key frames every 5 s: joins will be slow"),
            new Case("a GOP of 10 s",
                    video(new Video("H.264", 30, 30, 10_000, 0, 0, false, false)),
                    "BAD gop-long: key frames every 10 s: joins will be slow"),
            new Case("a GOP of 8.3 s",
                    video(new Video("H.264", 30, 30, 8_333, 0, 0, false, false)),
                    "WARNING gop-long: key frames every 8.3 s: joins will be slow"),
            new Case("key frames stopped",
                    video(new Video("H.264", 30, 30, 2000, 20_000, 0, false, false)),
                    "BAD no-key-frame: no key frame for 20 s: nobody can join"),
            new Case("25 of 30 pictures",
                    video(new Video("H.264", 30, 25, 2000, 0, 0, false, false)),
                    "WARNING fps-low: 25 pictures a second come, 30 are announced: motion will "
                            + "judder"),
            new Case("12.4 of 29.97 pictures",
                    video(new Video("H.264", 29.97, 12.4, 2000, 0, 0, false, false)),
                    "BAD fps-low: 12.4 pictures a second come, 30.0 are announced: motion will "
                            + "judder"),
            new Case("the picture stopped",
                    video(new Video("H.264", 30, 0, 2000, 4_000, 4_000, false, false)),
                    "BAD video-stopped: no picture for 4 s while the publisher is connected"),
            new Case("B-frames", video(new Video("H.264", 30, 30, 2000, 0, 0, true, false)),
                    "NOTE b-frames: B-frames: each adds the length of a picture or more to the "
                            + "delay"),
            new Case("open GOPs", video(new Video("H.264", 30, 30, 2000, 0, 0, false, true)),
                    "NOTE open-gop: key frames that earlier pictures refer across: some players "
                            + "show damage when they join"),
            new Case("H.265", video(new Video("H.265", 30, 30, 2000, 0, 0, false, false)),
                    "NOTE codec-rare: H.265: not every browser and player shows it"),
            new Case("silence", audio(new Audio(20, 6, true)),
                    "WARNING silent: the sound is silent"),
            new Case("silence that is not coded", audio(new Audio(20, 6, false)), ""),
            new Case("the sound stopped", audio(new Audio(3_500, 6, true)),
                    "BAD audio-stopped: no sound for 3.5 s while the publisher is connected"),
            new Case("no sound", new IngestFigures(60_000, GOOD.video(), Optional.empty(), STEADY,
                    0, 0, 0, Mended.NONE, false), "NOTE no-audio: the stream has no sound"),
            new Case("no picture", new IngestFigures(60_000, Optional.empty(), GOOD.audio(),
                    STEADY, 0, 0, 0, Mended.NONE, false),
                    "NOTE no-video: sound alone: the stream has no picture"),
            new Case("swinging bitrate", rates(4_000_000L, 1_000_000L, 4_500_000L, 900_000L,
                    4_000_000L, 2_000_000L),
                    "WARNING bitrate-unstable: the bitrate swings between 900 and 4500 kbit/s: "
                            + "slow viewers will stall"),
            new Case("bitrate of a stream that is young", rates(4_000_000L, 0L), ""),
            new Case("sound late", skew(700), "WARNING av-skew: sound comes 0.7 s behind the "
                    + "picture of the same time: players must buffer so much more"),
            new Case("sound far too early", skew(-2_000), "BAD av-skew: sound comes 2 s before "
                    + "the picture of the same time: players must buffer so much more"),
            new Case("a gap", gaps(1, 1_400, Mended.NONE),
                    "WARNING gaps: once in the last minute nothing came, up to 1.4 s long"),
            new Case("many gaps", gaps(6, 3_000, Mended.NONE),
                    "BAD gaps: 6 times in the last minute nothing came, up to 3 s long"),
            new Case("a clock that leaps", gaps(0, 0, new Mended(2, 1, 0, 0)),
                    "WARNING repairs: the publisher's timestamps were mended 3 times in the last "
                            + "minute: its clock leaps"),
            new Case("sound of another rate", gaps(0, 0, new Mended(0, 80, 0, 0)),
                    "BAD repairs: the publisher's timestamps were mended 80 times in the last "
                            + "minute: sound does not keep to its sampling rate"),
            new Case("a backup has gone", new IngestFigures(60_000, GOOD.video(), GOOD.audio(),
                    STEADY, 20, 0, 0, Mended.NONE, true),
                    "WARNING standby-lost: a backup publisher has gone"));

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrong() {
        return CASES.stream().map(each -> DynamicTest.dynamicTest(each.name, () -> {
            List<String> found = IngestRules.of(each.figures).stream().map(finding ->
                    finding.severity() + " " + finding.code() + ": " + finding.text()).toList();
            assertThat(found).isEqualTo(each.finding.isEmpty()
                    ? List.of() : List.of(each.finding));
        }));
    }

    @Test
    void aStreamThatHasJustBegunIsNotJudged() {
        assertThat(IngestRules.of(new IngestFigures(5_000, GOOD.video(), Optional.empty(),
                List.of(), 9_000, 9, 9_000, new Mended(9, 9, 9, 9), true))).isEmpty();
    }

    @Test
    void theWorstComesFirst() {
        IngestFigures bad = new IngestFigures(60_000,
                Optional.of(new Video("H.265", 30, 12, 10_000, 0, 0, true, true)),
                Optional.of(new Audio(0, 5, true)), STEADY, 500, 1, 1_000, Mended.NONE, false);
        assertThat(IngestRules.of(bad)).extracting(Finding::severity)
                .isSortedAccordingTo((a, b) -> b.compareTo(a)).hasSize(8);
    }

    @Test
    void everyCodeIsInTheList() {
        Set<String> seen = new HashSet<>();
        CASES.forEach(each -> IngestRules.of(each.figures).forEach(f -> seen.add(f.code())));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(IngestRules.CODES);
    }
}
