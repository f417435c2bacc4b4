package io.freshet.protocol.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BodySpaceTest {

    private static final int VIDEO = 9;
    private static final int SCRIPT = 18;
    private static final int FRAME_MS = 40;

    private final BodySpace space = new BodySpace();
    private final Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nowMs;

    /// As many frames of that length as fit into a time; returns how many had an array of their
    /// own.
    private int frames(int seconds, int length) {
        int own = 0;
        for (int i = 0; i < seconds * 1000 / FRAME_MS; i++) {
            byte[] array = space.take(VIDEO, length, nowMs);
            own += array.length == length ? 1 : 0;
            assertThat(space.taken() + length).isLessThanOrEqualTo(array.length);
            arrays.add(array);
            nowMs += FRAME_MS;
        }
        return own;
    }

    @Test
    void framesThatAreNotHeldHaveArraysOfTheirOwn() {
        assertThat(frames(30, 10_000)).isEqualTo(750);
    }

    @Test
    void aPublisherThatFillsArraysSharesThemAmongItsFrames() {
        space.allow();
        assertThat(frames(4, 6_000)).isEqualTo(100);
        arrays.clear();
        assertThat(frames(56, 6_000)).isZero();
        // 8.4 MB.
        assertThat(arrays).hasSize(5);
    }

    @Test
    void oneThatWouldHoldThemForLongDoesNot() {
        space.allow();
        // A radio station of 240 kbit/s.
        assertThat(frames(120, 1_200)).isEqualTo(3_000);
    }

    @Test
    void oneThatHasBecomeSlowGoesBackToArraysOfItsOwnWhenTheLastIsFull() {
        space.allow();
        frames(20, 10_000);
        frames(10_000 * FRAME_MS / 1000, 200);
        assertThat(frames(10, 200)).isEqualTo(250);
    }

    @Test
    void longAndOtherMessagesHaveArraysOfTheirOwn() {
        space.allow();
        frames(10, 10_000);
        assertThat(space.take(VIDEO, BodySpace.SHARING_BYTES_MAX + 1, nowMs))
                .hasSize(BodySpace.SHARING_BYTES_MAX + 1);
        assertThat(space.take(SCRIPT, 100, nowMs)).hasSize(100);
        assertThat(space.taken()).isZero();
    }

    @Test
    void timesThatJumpShareNothing() {
        space.allow();
        for (int i = 0; i < 1_000; i++) {
            assertThat(space.take(VIDEO, 1_000, i * 1_000_003)).hasSize(1_000);
        }
    }

    @Test
    void messagesThatShareAnArrayAreTheOnesThatWereSent() throws ProtocolViolation {
        ChunkReader reader = new ChunkReader(ChunkLimits.DEFAULT);
        reader.bodiesAreHeld();
        Random random = new Random(3);
        List<Bytes> sent = new ArrayList<>();
        List<Bytes> read = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] body = new byte[1 + random.nextInt(12_000)];
            random.nextBytes(body);
            sent.add(Bytes.wrap(body));
            ByteBuffer in = ChunkWriter.write(new MessageHeader(6, VIDEO, 1, (long) i * FRAME_MS),
                    sent.getLast(), 128).buffer();
            while (in.hasRemaining()) {
                int count = Math.min(in.remaining(), 1 + random.nextInt(1_500));
                reader.read(in.slice(in.position(), count),
                        (_, _, _, message) -> read.add(message));
                in.position(in.position() + count);
            }
        }
        assertThat(read).isEqualTo(sent);
    }
}
