package io.freshet.format.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.aac.AdtsHeader;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PackedAudioTest {

    private static final String OWNER = "com.apple.streaming.transportStreamTimestamp";

    /// Reads the tag and returns its stamp; `in` stands behind it then.
    private static long stamp(ByteBuffer in) {
        byte[] magic = new byte[3];
        in.get(magic);
        assertThat(new String(magic, StandardCharsets.ISO_8859_1)).isEqualTo("ID3");
        assertThat(in.getShort()).isEqualTo((short) 0x0400);
        assertThat(in.get()).isZero();
        int size = in.getInt();
        assertThat(size).isBetween(1, 127).isLessThan(in.remaining());
        assertThat(in.getInt()).isEqualTo(0x50524956);
        assertThat(in.getInt()).isEqualTo(size - 10);
        assertThat(in.getShort()).isZero();
        byte[] owner = new byte[OWNER.length()];
        in.get(owner);
        assertThat(new String(owner, StandardCharsets.ISO_8859_1)).isEqualTo(OWNER);
        assertThat(in.get()).isZero();
        return in.getLong();
    }

    @Test
    void aacStandsBehindAStampInAdts() throws MediaException {
        List<Frame> frames = Samples.sounds(4);
        Payload segment = PackedAudio.of(frames, new TsClock(3));
        ByteBuffer in = segment.buffer();
        assertThat(stamp(in)).isEqualTo((frames.getFirst().ptsOn(90_000) + 3) % (1L << 33));
        for (Frame frame : frames) {
            byte[] body = new byte[AdtsHeader.parse(in).frameBytes() - AdtsHeader.BYTES];
            in.get(body);
            assertThat(Bytes.wrap(body)).isEqualTo(frame.payload());
        }
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void mp3StandsThereAsItIs() throws MediaException {
        List<Frame> frames = Samples.flv("mp3-mono.flv").stream()
                .filter(frame -> frame.kind() == Kind.AUDIO).toList();
        ByteBuffer in = PackedAudio.of(frames, new TsClock(0)).buffer();
        assertThat(stamp(in)).isEqualTo(frames.getFirst().ptsOn(90_000));
        assertThat(in.remaining())
                .isEqualTo(frames.stream().mapToInt(frame -> frame.payload().length()).sum());
    }

    @Test
    void picturesAreRefused() {
        assertThatThrownBy(() -> PackedAudio.of(Samples.pictures(1), new TsClock(0)))
                .isInstanceOf(UnsupportedMediaException.class)
                .hasMessage("H.264 as packed audio");
    }
}
