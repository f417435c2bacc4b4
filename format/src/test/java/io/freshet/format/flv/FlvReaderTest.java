package io.freshet.format.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// [FlvReader] and [FlvWriter].
class FlvReaderTest {

    @ParameterizedTest
    @FieldSource("io.freshet.format.flv.FlvFiles#NAMES")
    void readsTheSameInPiecesOfAnySize(String name) throws MediaException {
        byte[] file = FlvFiles.load(name);
        for (int size : List.of(1, 7, 4096)) {
            FlvReader reader = new FlvReader();
            List<FlvFiles.Tag> tags = new ArrayList<>();
            for (int from = 0; from < file.length; from += size) {
                reader.read(ByteBuffer.wrap(file, from, Math.min(size, file.length - from)),
                        (type, ms, body) -> tags.add(new FlvFiles.Tag(type, ms, body)));
            }
            assertThat(tags).isEqualTo(FlvFiles.tags(file));
            assertThat(reader.isBetweenTags()).isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("io.freshet.format.flv.FlvFiles#NAMES")
    void writesAFileThatIsTheSame(String name) throws MediaException {
        byte[] file = FlvFiles.load(name);
        ByteBuffer out = ByteBuffer.allocate(file.length);
        Bytes.wrap(file, 0, FlvWriter.HEADER_BYTES).writeTo(out);
        for (FlvFiles.Tag tag : FlvFiles.tags(file)) {
            FlvTag whole = new FlvTag(tag.type(), tag.timestampMs(), Bytes.EMPTY, tag.body());
            int before = out.position();
            FlvWriter.write(whole, out);
            assertThat(out.position() - before).isEqualTo(FlvWriter.size(whole));
        }
        assertThat(out.array()).isEqualTo(file);
    }

    @Test
    void headerSaysWhatIsInTheFile() {
        assertThat(FlvWriter.header(true, true))
                .isEqualTo(Bytes.ofHex("464C5601 05 00000009 00000000"));
        assertThat(FlvWriter.header(false, true).at(4)).isEqualTo(1);
        assertThat(FlvWriter.header(true, false).at(4)).isEqualTo(4);
    }

    @Test
    void keepsAllThirtyTwoBitsOfATimestamp() throws MediaException {
        ByteBuffer out = ByteBuffer.allocate(100).put(FlvWriter.header(true, true).buffer());
        FlvWriter.write(new FlvTag(9, 0xFEDC_BA98L, Bytes.EMPTY, Bytes.EMPTY), out);

        List<FlvFiles.Tag> tags = new ArrayList<>();
        new FlvReader().read(out.flip(),
                (type, ms, body) -> tags.add(new FlvFiles.Tag(type, ms, body)));

        assertThat(tags).containsExactly(new FlvFiles.Tag(9, 0xFEDC_BA98L, Bytes.EMPTY));
    }

    @Test
    void knowsThatAFileWasCut() throws MediaException {
        byte[] file = FlvFiles.load("mp3-mono.flv");
        FlvReader reader = new FlvReader();
        reader.read(ByteBuffer.wrap(file, 0, file.length - 20), (_, _, _) -> { });

        assertThat(reader.isBetweenTags()).isFalse();
    }

    @Test
    void refusesWhatIsNoFlv() {
        assertThatThrownBy(() -> FlvFiles.tags(Bytes.ofHex("464C5801 05 00000009").toArray()))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> FlvFiles.tags(Bytes.ofHex("464C5601 05 7F000009").toArray()))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> FlvFiles.tags(Bytes.ofHex("464C5602 05 00000009").toArray()))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void refusesTagsThatAreTooLongOrEncrypted() {
        String start = "464C5601 05 00000009 00000000";
        assertThatThrownBy(() -> FlvFiles.tags(
                Bytes.ofHex(start + "09 800001 000000 00 000000").toArray()))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> FlvFiles.tags(
                Bytes.ofHex(start + "29 000001 000000 00 000000").toArray()))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void survivesDamage() {
        byte[] file = FlvFiles.load("mp3-mono.flv");
        for (byte[] damaged : ByteFaults.damaged(file, 500, 3)) {
            try {
                FlvFiles.signals(damaged);
            } catch (MediaException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }
}
