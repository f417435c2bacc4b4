package io.freshet.protocol.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ChunkFanoutTest {

    @Test
    void bytesDoNotDependOnWhatWentBefore() {
        Bytes alone = write(9, 40, "17", "0102");
        Bytes before = write(8, 20, "af01", "aa");
        ByteBuffer both = ByteBuffer.allocate(100);
        ChunkFanout.write(8, 20, Bytes.ofHex("af01"), Bytes.ofHex("aa"), both);
        ChunkFanout.write(9, 40, Bytes.ofHex("17"), Bytes.ofHex("0102"), both);
        assertThat(Bytes.copyOf(both.flip()).toString())
                .isEqualTo(before.toString() + alone);
    }

    @Test
    void eachTypeHasItsChunkStream() {
        assertThat(write(8, 0, "", "aa")).isEqualTo(Bytes.ofHex("04 000000 000001 08 01000000 aa"));
        assertThat(write(9, 0, "", "aa")).isEqualTo(Bytes.ofHex("06 000000 000001 09 01000000 aa"));
        assertThat(write(18, 0, "", "aa"))
                .isEqualTo(Bytes.ofHex("05 000000 000001 12 01000000 aa"));
    }

    private static Bytes write(int type, long timestampMs, String prefix, String payload) {
        Bytes start = Bytes.ofHex(prefix);
        Bytes rest = Bytes.ofHex(payload);
        ByteBuffer target = ByteBuffer.allocate(
                ChunkFanout.size(timestampMs, start.length() + rest.length()));
        ChunkFanout.write(type, timestampMs, start, rest, target);
        assertThat(target.hasRemaining()).isFalse();
        return Bytes.wrap(target.array());
    }
}
