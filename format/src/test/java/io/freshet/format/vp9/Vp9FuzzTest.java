package io.freshet.format.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a value that survives writing, or in a checked exception.
class Vp9FuzzTest {

    @MethodSource("io.freshet.format.vp9.Vp9ConfigurationTest#seeds")
    @FuzzTest
    void configuration(byte[] input) throws MediaException {
        Vp9Configuration read;
        try {
            read = Vp9Configuration.parse(ByteBuffer.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        assertThat(Vp9Configuration.parse(read.write().buffer())).isEqualTo(read);
        assertThat(read.codecString()).startsWith("vp09.");
    }

    @MethodSource("io.freshet.format.vp9.Vp9FrameTest#seeds")
    @FuzzTest
    void frame(byte[] input) throws MediaException {
        Vp9Frame frame;
        try {
            frame = Vp9Frame.parse(Bytes.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        if ((frame.flags() & Frame.KEY) != 0) {
            Track track = Vp9Track.of(1, frame);
            assertThat(Vp9Track.sized(track, frame)).isSameAs(track);
        }
    }
}
