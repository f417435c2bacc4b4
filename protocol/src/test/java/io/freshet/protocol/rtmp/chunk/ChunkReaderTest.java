package io.freshet.protocol.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkReaderTest {

    private static final String CHUNKS_OF_2 = "02 000000 000004 01 00000000 00000002";

    @ParameterizedTest
    @EnumSource
    void readsWhatIsThere(ChunkCases chunks) throws ProtocolViolation {
        assertThat(read(chunks.wire(), chunks.wire().length)).isEqualTo(chunks.messages());
    }

    @ParameterizedTest
    @EnumSource
    void readsTheSameInOneByteReads(ChunkCases chunks) throws ProtocolViolation {
        assertThat(read(chunks.wire(), 1)).isEqualTo(chunks.messages());
    }

    @ParameterizedTest
    @EnumSource
    void readsTheSameWhereverItIsCut(ChunkCases chunks) throws ProtocolViolation {
        byte[] wire = chunks.wire();
        for (int cut = 0; cut <= wire.length; cut++) {
            ChunkReader reader = new ChunkReader(ChunkLimits.DEFAULT);
            RecordingSink sink = new RecordingSink();
            reader.read(ByteBuffer.wrap(wire, 0, cut), sink);
            reader.read(ByteBuffer.wrap(wire, cut, wire.length - cut), sink);
            assertThat(sink.messages).isEqualTo(chunks.messages());
        }
    }

    @ParameterizedTest
    @EnumSource
    void damageIsAViolationOrOtherMessages(ChunkCases chunks) {
        for (byte[] damaged : ByteFaults.damaged(chunks.wire(), 500, chunks.name().hashCode())) {
            try {
                read(damaged, 5);
            } catch (ProtocolViolation _) {
                // As it should be.
            }
        }
    }

    @Test
    void readsLongMessagesInRandomPieces() throws ProtocolViolation {
        Random random = new Random(7);
        for (int chunkBytes : new int[] {1, 2, 127, 4096, 65_536}) {
            byte[] body = new byte[70_000];
            random.nextBytes(body);
            byte[] wire = Bytes.wrap(new byte[16]).toArray();
            ByteBuffer size = ByteBuffer.wrap(wire);
            size.put(Bytes.ofHex("02 000000 000004 01 00000000").buffer()).putInt(chunkBytes);
            Bytes message = ChunkWriter.write(new MessageHeader(6, 9, 1, 20_000_000),
                    Bytes.wrap(body), chunkBytes);
            ChunkReader reader = new ChunkReader(ChunkLimits.DEFAULT);
            RecordingSink sink = new RecordingSink();
            reader.read(ByteBuffer.wrap(wire), sink);
            ByteBuffer in = message.buffer();
            while (in.hasRemaining()) {
                int count = Math.min(in.remaining(), 1 + random.nextInt(1500));
                reader.read(in.slice(in.position(), count), sink);
                in.position(in.position() + count);
            }
            assertThat(sink.messages).containsExactly(
                    RecordingSink.line(9, 1, 20_000_000, Bytes.wrap(body)));
        }
    }

    @Test
    void stopsWhereTheSinkStops() throws ProtocolViolation {
        ByteBuffer in = Bytes.ofHex("04 000000 000001 08 01000000 aa ffff").buffer();
        new ChunkReader(ChunkLimits.DEFAULT).read(in, (_, _, _, _) -> false);
        assertThat(in.remaining()).isEqualTo(2);
    }

    @Test
    void refusesAChunkSizeOfZeroOrBelow() {
        assertRefused("02 000000 000004 01 00000000 00000000", "chunk size 0");
        assertRefused("02 000000 000004 01 00000000 80000000", "chunk size 2147483648");
    }

    @Test
    void refusesAGreaterChunkSizeThanAllowed() {
        ChunkLimits limits = new ChunkLimits(4096, 1 << 20, 1 << 20, 4);
        assertThatThrownBy(() -> new ChunkReader(limits).read(
                Bytes.ofHex("02 000000 000004 01 00000000 00001001").buffer(), new RecordingSink()))
                .isInstanceOf(ProtocolViolation.class).hasMessageContaining("4097");
    }

    @Test
    void refusesAControlMessageThatIsTooShort() {
        assertRefused("02 000000 000003 01 00000000 000000", "Set Chunk Size of 3");
        assertRefused("02 000000 000000 02 00000000", "Abort of 0");
    }

    @Test
    void refusesAMessageAboveTheBoundBeforeItTakesMemory() {
        assertRefused("04 000000 800001 09 01000000", "8388609 bytes");
    }

    @Test
    void refusesUnfinishedMessagesAboveTheBoundTogether() {
        assertRefused("04 000000 800000 09 01000000 " + "00".repeat(128)
                + "05 000000 800000 09 01000000 " + "00".repeat(128)
                + "06 000000 000001 09 01000000", "unfinished");
    }

    @Test
    void refusesTooManyChunkStreams() {
        StringBuilder hex = new StringBuilder();
        for (int id = 64; id < 64 + 65; id++) {
            hex.append(String.format("00%02x", id - 64)).append("000000 000000 09 01000000");
        }
        assertRefused(hex.toString(), "more than 64 chunk streams");
    }

    @Test
    void refusesToGuessALength() {
        assertRefused("c4", "begins with format 3");
        assertRefused("84 000000", "begins with format 2");
    }

    @Test
    void refusesAMessageInsideAnother() {
        assertRefused(CHUNKS_OF_2 + "04 000000 000003 08 01000000 a1a2"
                + "04 000000 000004 08 01000000", "inside another");
    }

    private static void assertRefused(String hex, String why) {
        assertThatThrownBy(() -> read(Bytes.ofHex(hex).toArray(), Integer.MAX_VALUE))
                .isInstanceOf(ProtocolViolation.class).hasMessageContaining(why);
    }

    private static List<String> read(byte[] wire, int step) throws ProtocolViolation {
        ChunkReader reader = new ChunkReader(ChunkLimits.DEFAULT);
        RecordingSink sink = new RecordingSink();
        for (int at = 0; at < wire.length; at += Math.min(step, wire.length - at)) {
            ByteBuffer in = ByteBuffer.wrap(wire, at, Math.min(step, wire.length - at));
            reader.read(in, sink);
            assertThat(in.hasRemaining()).isFalse();
        }
        return sink.messages;
    }
}
