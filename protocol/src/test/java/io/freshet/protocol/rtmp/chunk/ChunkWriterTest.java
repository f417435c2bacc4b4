package io.freshet.protocol.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {

    @Test
    void oneChunkIsHeaderAndBody() {
        assertThat(ChunkWriter.write(new MessageHeader(3, 20, 1, 5), Bytes.ofHex("aabb"), 128))
                .isEqualTo(Bytes.ofHex("03 000005 000002 14 01000000 aabb"));
    }

    @Test
    void piecesStandBehindFormat3() {
        assertThat(ChunkWriter.write(new MessageHeader(6, 9, 1, 0), Bytes.ofHex("0102030405"), 2))
                .isEqualTo(Bytes.ofHex("06 000000 000005 09 01000000 0102 c6 0304 c6 05"));
    }

    @Test
    void bodyThatFillsItsChunksHasNoEmptyOne() {
        assertThat(ChunkWriter.write(new MessageHeader(6, 9, 1, 0), Bytes.ofHex("01020304"), 2))
                .isEqualTo(Bytes.ofHex("06 000000 000004 09 01000000 0102 c6 0304"));
    }

    @Test
    void extendedTimestampIsRepeated() {
        MessageHeader header = new MessageHeader(6, 9, 1, 0xFFFFFF);
        assertThat(ChunkWriter.write(header, Bytes.ofHex("010203"), 2))
                .isEqualTo(Bytes.ofHex(
                        "06 ffffff 000003 09 01000000 00ffffff 0102 c6 00ffffff 03"));
    }

    @Test
    void timeIsWrittenModulo32Bits() {
        assertThat(ChunkWriter.write(new MessageHeader(6, 9, 1, 0x1_0000_0005L), Bytes.EMPTY, 2))
                .isEqualTo(Bytes.ofHex("06 000005 000000 09 01000000"));
    }

    @Test
    void prefixAndPartsAreOneBody() {
        ByteBuffer target = ByteBuffer.allocateDirect(64);
        ChunkWriter.write(new MessageHeader(6, 9, 1, 0), Bytes.ofHex("0102"), new CompositePayload(
                List.of(Bytes.ofHex("03"), Bytes.EMPTY, Bytes.ofHex("040506"))), 4, target);
        assertThat(Bytes.copyOf(target.flip()))
                .isEqualTo(Bytes.ofHex("06 000000 000006 09 01000000 01020304 c6 0506"));
    }

    @Test
    void sizeIsWhatIsWritten() {
        for (long time : new long[] {0, 0xFFFFFE, 0xFFFFFF, 0xFFFF_FFFFL, 0x1_0000_0000L}) {
            for (int length = 0; length < 20; length++) {
                for (int chunk = 1; chunk < 20; chunk++) {
                    ByteBuffer target = ByteBuffer.allocate(400);
                    ChunkWriter.write(new MessageHeader(6, 9, 1, time), Bytes.EMPTY,
                            Bytes.wrap(new byte[length]), chunk, target);
                    assertThat(target.position()).isEqualTo(ChunkWriter.size(time, length, chunk));
                }
            }
        }
    }
}
