package io.freshet.format.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.testkit.mp4.Mp4Samples;
import io.freshet.testkit.mp4.Mp4Samples.Sample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CmafFragmentTest {

    /// 2026-01-01 in ticks of 90 000 Hz: beyond 32 bits, as all output times are.
    private static final long EPOCH_DTS = 1_767_225_600L * 90_000;

    @Test
    void picturesWithBFramesLookAsTheirDumpSays() throws MediaException {
        Golden.assertDump("fragment-pictures",
                CmafFragment.of(Mp4Cases.avc(), 7, EPOCH_DTS, Mp4Cases.pictures()));
    }

    @Test
    void whatIsEqualForAllSamplesStandsOnce() throws MediaException {
        List<Mp4Sample> gop = List.of(Mp4Cases.sample(3000, 0, Frame.KEY, 9),
                Mp4Cases.sample(3000, 0, 0, 5), Mp4Cases.sample(3000, 0, 0, 4));

        Golden.assertDump("fragment-first-differs",
                CmafFragment.of(Mp4Cases.avc(), 1, EPOCH_DTS, gop));
    }

    @Test
    void constantSoundNeedsNoTable() throws MediaException {
        Mp4Sample sample = Mp4Cases.sample(1024, 0, Frame.KEY, 6);

        Golden.assertDump("fragment-constant-sound", CmafFragment.of(Mp4Cases.aac(), 1, 48_000,
                List.of(sample, sample, sample)));
    }

    @Test
    void readsBackAsItWasWritten() throws MediaException {
        List<Sample> read = Mp4Samples.read(
                CmafFragment.of(Mp4Cases.avc(), 7, EPOCH_DTS, Mp4Cases.pictures()).buffer());

        assertThat(read).extracting(Sample::dts)
                .containsExactly(EPOCH_DTS, EPOCH_DTS + 3000, EPOCH_DTS + 6000);
        assertThat(read).extracting(Sample::pts)
                .containsExactly(EPOCH_DTS + 3000, EPOCH_DTS + 12_000, EPOCH_DTS + 6000);
        assertThat(read).extracting(Sample::isSync).containsExactly(true, false, false);
    }

    @Test
    void carriesWhatAnotherWriterMadeWithEveryTickTheSame() throws MediaException {
        Bytes theirs = Bytes.wrap(Golden.resource("ffmpeg-avc-b-frames.mp4"));
        List<Sample> expected = Mp4Samples.read(theirs.buffer());
        Payload ours = CmafFragment.of(Mp4Cases.avc(), 1, expected.getFirst().dts(),
                samplesOf(theirs, expected));
        List<Sample> read = Mp4Samples.read(ours.buffer());

        assertThat(read).hasSize(24).hasSameSizeAs(expected);
        for (int i = 0; i < read.size(); i++) {
            Sample mine = read.get(i);
            Sample original = expected.get(i);
            assertThat(List.of(mine.dts(), mine.pts(), mine.duration(), mine.isSync()))
                    .isEqualTo(List.of(original.dts(), original.pts(), original.duration(),
                            original.isSync()));
            assertThat(ours.slice(mine.offset(), mine.size()).toArray())
                    .isEqualTo(theirs.slice(original.offset(), original.size()).toArray());
        }
    }

    @Test
    void sharesThePayloadsOfItsSamples() {
        byte[] frame = {1, 2, 3};
        Payload fragment = CmafFragment.of(Mp4Cases.avc(), 1, 0,
                List.of(new Mp4Sample(1, 0, Frame.KEY, Bytes.wrap(frame))));
        frame[2] = 9; // against the contract, to see that it is the same array

        ByteBuffer last = fragment.slices()[fragment.slices().length - 1];
        assertThat(last.get(2)).isEqualTo((byte) 9);
    }

    @Test
    void equalSamplesMakeEqualBytes() {
        assertThat(CmafFragment.of(Mp4Cases.avc(), 7, 5, Mp4Cases.pictures()).toArray())
                .isEqualTo(CmafFragment.of(Mp4Cases.avc(), 7, 5, Mp4Cases.pictures()).toArray());
    }

    @Test
    void takesNegativeCompositionOffsetsAndTheLongestDuration() throws MediaException {
        List<Mp4Sample> samples = List.of(Mp4Cases.sample(0xFFFF_FFFFL, -3000, Frame.KEY, 1),
                Mp4Cases.sample(1, 0, 0, 1));
        List<Sample> read = Mp4Samples.read(
                CmafFragment.of(Mp4Cases.avc(), 1, 10_000, samples).buffer());

        assertThat(read).extracting(Sample::pts).containsExactly(7000L, 10_000L + 0xFFFF_FFFFL);
    }

    @Test
    void refusesWhatNoPackagerShouldAskFor() {
        Mp4Sample sample = Mp4Cases.sample(1, 0, 0, 1);
        List<Mp4Sample> tooMany = Collections.nCopies(CmafFragment.MAX_SAMPLES + 1, sample);

        assertThatThrownBy(() -> CmafFragment.of(Mp4Cases.avc(), 1, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CmafFragment.of(Mp4Cases.avc(), 1, 0, tooMany))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CmafFragment.of(Mp4Cases.avc(), 1, -1, List.of(sample)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mp4Sample(-1, 0, 0, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 1, 02000000, key frame", "VIDEO, 3, 02000000, open key frame",
        "VIDEO, 0, 01010000, predicted", "VIDEO, 4, 01810000, droppable",
        "VIDEO, 8, 05010000, leading", "VIDEO, 12, 05810000, leading and droppable",
        "AUDIO, 1, 02000000, sound", "AUDIO, 0, 02000000, sound that nobody flagged"
    })
    void saysHowSamplesDependOnEachOther(Kind kind, int frameFlags, String flags, String name) {
        assertThat(String.format("%08x", SampleFlags.of(kind, frameFlags))).as(name)
                .isEqualTo(flags);
    }

    private static List<Mp4Sample> samplesOf(Bytes file, List<Sample> samples) {
        List<Mp4Sample> made = new ArrayList<>();
        for (Sample sample : samples) {
            made.add(new Mp4Sample(sample.duration(), (int) (sample.pts() - sample.dts()),
                    sample.isSync() ? Frame.KEY : 0, file.slice(sample.offset(), sample.size())));
        }
        return made;
    }
}
