package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.flv.FlvTag;
import io.freshet.format.flv.FlvWriter;
import io.freshet.media.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class ClipTest {

    private static byte[] file(FlvTag... tags) {
        ByteBuffer out = ByteBuffer.allocate(10_000);
        FlvWriter.header(true, true).writeTo(out);
        for (FlvTag tag : tags) {
            FlvWriter.write(tag, out);
        }
        byte[] file = new byte[out.position()];
        out.get(0, file);
        return file;
    }

    private static FlvTag tag(int type, long timestampMs, String hex) {
        return new FlvTag(type, timestampMs, Bytes.EMPTY, Bytes.ofHex(hex));
    }

    @Test
    void configurationsOpenAndFramesBeginWithAKeyFrame() throws IOException {
        Clip clip = Clip.parse(file(
                tag(FlvTag.VIDEO, 0, "17000000000164"), tag(FlvTag.AUDIO, 0, "af001210"),
                tag(FlvTag.VIDEO, 0, "27010000000000"), tag(FlvTag.VIDEO, 40, "17010000000000"),
                tag(FlvTag.AUDIO, 60, "af0121000000"), tag(FlvTag.VIDEO, 80, "27010000000000"),
                tag(FlvTag.VIDEO, 120, "27010000000000"), tag(FlvTag.VIDEO, 120, "17000000000164"),
                tag(FlvTag.VIDEO, 120, "1702000000")), "clip");
        assertThat(clip.opening()).hasSize(2).allMatch(each -> each.clockAt() < 0);
        assertThat(clip.frames()).hasSize(4).extracting(Clip.Entry::timeMs)
                .containsExactly(40L, 60L, 80L, 120L);
        assertThat(clip.frames().getFirst().isKey()).isTrue();
        assertThat(clip.durationMs()).isEqualTo(120);
    }

    @Test
    void metadataIsToBeKeptByTheServer() throws IOException {
        Clip clip = Clip.parse(file(tag(FlvTag.SCRIPT, 0, "02000a6f6e4d65746144617461"),
                tag(FlvTag.AUDIO, 0, "af0121000000"), tag(FlvTag.AUDIO, 21, "af0121000000")),
                "radio");
        assertThat(clip.opening().getFirst().tag(7, 1).body().toString())
                .startsWith("02000d40736574446174614672616d65" + "02000a");
        assertThat(clip.durationMs()).isEqualTo(42);
    }

    /// 120 ms at 8 kbit/s are 120 bytes, 39 of them there: 81 more in three pictures.
    @Test
    void fillerMakesAClipAsLargeAsIsAskedForAndLeavesSoundAlone() throws IOException {
        Clip clip = Clip.parse(file(tag(FlvTag.VIDEO, 0, "17010000000000000001" + "65"),
                tag(FlvTag.AUDIO, 0, "af0121000000"),
                tag(FlvTag.VIDEO, 40, "27010000000000000001" + "41"),
                tag(FlvTag.VIDEO, 80, "27010000000000000001" + "41")), "clip");
        Clip filled = clip.filled(8_000);
        assertThat(filled.frames().stream().mapToInt(each -> each.body().length()).sum())
                .isEqualTo(120);
        assertThat(filled.frames().getFirst().body()).isEqualTo(Bytes.ofHex(
                "1701000000000000000165" + "00000017" + "0c" + "ff".repeat(21) + "80"));
        assertThat(filled.frames().get(1)).isEqualTo(clip.frames().get(1));
        assertThat(clip.filled(1_000)).isSameAs(clip);
    }

    @Test
    void whatHasNoFramesIsNoClip() {
        assertThatThrownBy(() -> Clip.parse(file(), "nothing")).isInstanceOf(IOException.class)
                .hasMessageContaining("nothing: has no frames");
        assertThatThrownBy(() -> Clip.parse(new byte[30], "zeros"))
                .isInstanceOf(IOException.class).hasMessageContaining("FLV");
    }
}
