package io.freshet.format.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CmafSegmentTest {

    private static final long DTS = 1_767_225_600L * 90_000;

    private static byte[] segment(Payload... parts) {
        return new CompositePayload(List.of(parts)).toArray();
    }

    private static Payload fragment(long dts) {
        return CmafFragment.of(Mp4Cases.avc(), 7, dts, Mp4Cases.pictures());
    }

    private static CmafSegment parse(byte[] bytes) throws MalformedMediaException {
        return CmafSegment.parse(ByteBuffer.wrap(bytes));
    }

    @Test
    void countsWhatTwoFragmentsHold() throws MediaException {
        assertThat(parse(segment(CmafInit.of(Mp4Cases.avc()), fragment(DTS),
                fragment(DTS + 9003)))).isEqualTo(
                new CmafSegment(90_000, 2, 6, DTS, 2 * 9003, 2 * 18));
    }

    @Test
    void constantSoundHasItsSizesInTheHeader() throws MediaException {
        Mp4Sample sample = Mp4Cases.sample(1024, 0, 0, 6);
        assertThat(parse(segment(CmafFragment.of(Mp4Cases.aac(), 1, 48_000,
                List.of(sample, sample))))).isEqualTo(
                new CmafSegment(0, 1, 2, 48_000, 2048, 12));
    }

    @Test
    void anInitSegmentAloneHasNoSamples() throws MediaException {
        assertThat(parse(CmafInit.of(Mp4Cases.aac()).toArray()).samples()).isZero();
    }

    @Test
    void refusesTimesThatGoBack() {
        assertThatThrownBy(() -> parse(segment(fragment(DTS), fragment(DTS))))
                .isInstanceOf(MalformedMediaException.class).hasMessageContaining("goes back");
    }

    @Test
    void refusesSamplesThatAreNotThere() {
        byte[] whole = segment(fragment(DTS));
        whole[whole.length - 18 - 5]--;
        byte[] shorter = Arrays.copyOf(whole, whole.length - 1);
        assertThatThrownBy(() -> parse(shorter)).isInstanceOf(MalformedMediaException.class)
                .hasMessageContaining("in an mdat of");
        assertThatThrownBy(() -> parse(Arrays.copyOf(whole, whole.length - 26)))
                .isInstanceOf(MalformedMediaException.class)
                .hasMessageContaining("without its mdat");
    }

    @Test
    void refusesWhatIsNoSegment() {
        assertThatThrownBy(() -> parse("<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void cutOrDamagedItIsReadOrRefusedWithACheckedException() throws MediaException {
        byte[] good = segment(CmafInit.of(Mp4Cases.avc()), fragment(DTS));
        for (byte[] cut : ByteFaults.cutAtEveryByte(good)) {
            readOrRefuse(cut);
        }
        for (byte[] damaged : ByteFaults.damaged(good, 2_000, 5)) {
            readOrRefuse(damaged);
        }
    }

    static void readOrRefuse(byte[] bytes) {
        try {
            assertThat(parse(bytes).samples()).isNotNegative();
        } catch (MalformedMediaException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    static List<byte[]> seeds() throws MediaException {
        return List.of(segment(CmafInit.of(Mp4Cases.avc()), fragment(DTS)),
                Bytes.ofHex("00000008 6D6F6F66").toArray());
    }
}
