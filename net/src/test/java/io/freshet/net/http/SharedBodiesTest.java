package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharedBodiesTest {
    private static final int BLOCK = SharedBodies.BLOCK_BYTES;
    private static final HttpHeaders FIELDS = HttpHeaders.of("A", "b");

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final SharedBodies shared = new SharedBodies(allocator, 10L * BLOCK);

    private long direct() {
        return allocator.metric().usedDirectMemory();
    }

    @AfterEach
    void leavesNothingBehind() {
        shared.clear();
        assertThat(shared.bytes()).isZero();
        assertThat(direct()).isZero();
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /// In three pieces of different sizes.
    private static HttpBody body(byte[] bytes) {
        int third = bytes.length / 3;
        return HttpBody.shared(ByteBuffer.wrap(bytes, 0, third), ByteBuffer.wrap(bytes, third, 1),
                ByteBuffer.wrap(bytes, third + 1, bytes.length - third - 1));
    }

    private byte[] read(HttpBody body) {
        ByteBuffer all = ByteBuffer.allocate((int) body.length());
        while (all.hasRemaining()) {
            ByteBuf taken = shared.take(body, all.position(), all.remaining());
            assertThat(taken).isNotNull();
            taken.readBytes(all.slice(all.position(), taken.readableBytes()));
            all.position(all.position() + taken.writerIndex());
            taken.release();
        }
        return all.array();
    }

    @Test
    void copiesOnceForAll() {
        byte[] bytes = random(3 * BLOCK + 5);
        HttpBody body = body(bytes);
        assertThat(read(body)).isEqualTo(bytes);
        long once = direct();
        for (int i = 0; i < 100; i++) {
            assertThat(read(body)).isEqualTo(bytes);
        }
        assertThat(direct()).isEqualTo(once).isEqualTo(bytes.length);
        assertThat(shared.bytes()).isEqualTo(bytes.length);
    }

    @Test
    void copiesNoBlockThatNobodyWants() {
        HttpBody body = body(random(5 * BLOCK));
        assertThat(read(body.slice(2L * BLOCK, 10))).hasSize(10);
        assertThat(direct()).isEqualTo(BLOCK);
    }

    @Test
    void givesARangeOfTheSameBlocks() {
        byte[] bytes = random(4 * BLOCK);
        HttpBody body = body(bytes);
        byte[] wanted = new byte[2 * BLOCK + 7];
        System.arraycopy(bytes, BLOCK - 3, wanted, 0, wanted.length);
        assertThat(read(body.slice(BLOCK - 3, wanted.length))).isEqualTo(wanted);
        assertThat(read(body.slice(10, 3L * BLOCK).slice(BLOCK - 13, wanted.length)))
                .isEqualTo(wanted);
        assertThat(direct()).isEqualTo(4L * BLOCK);
    }

    @Test
    void letsGoOfWhatNobodyAsksFor() {
        HttpBody old = body(random(BLOCK));
        HttpBody watched = body(random(2 * BLOCK));
        read(old);
        for (int i = 0; i < 20; i++) {
            read(watched);
            shared.age();
        }
        assertThat(direct()).isEqualTo(2L * BLOCK);
    }

    @Test
    void keepsWhatIsBeingSentUntilTheLastByteHasGone() {
        HttpBody body = body(random(BLOCK));
        ByteBuf sending = shared.take(body, 0, BLOCK);
        for (int i = 0; i < 20; i++) {
            shared.age();
        }
        assertThat(shared.busy()).isEqualTo(1);
        assertThat(sending.refCnt()).isEqualTo(2);
        sending.release();
        shared.age();
        assertThat(direct()).isZero();
    }

    @Test
    void isFreedByTheLastSenderWhenTheServerHasClosed() {
        ByteBuf sending = shared.take(body(random(BLOCK)), 0, BLOCK);
        shared.clear();
        assertThat(sending.refCnt()).isEqualTo(1);
        assertThat(sending.readableBytes()).isEqualTo(BLOCK);
        sending.release();
        assertThat(direct()).isZero();
    }

    @Test
    void makesRoomOfThoseThatWereAskedForLeastLately() {
        HttpBody first = body(random(4 * BLOCK));
        HttpBody second = body(random(4 * BLOCK + 1));
        read(first);
        read(second);
        read(first);
        read(body(random(4 * BLOCK + 2)));
        assertThat(shared.bytes()).isLessThanOrEqualTo(10L * BLOCK);
        long before = shared.bytes();
        read(first);
        assertThat(shared.bytes()).as("the first is still there").isEqualTo(before);
    }

    @Test
    void refusesWhenEverythingIsBeingSent() {
        HttpBody[] slow = new HttpBody[10];
        ByteBuf[] sending = new ByteBuf[10];
        for (int i = 0; i < 10; i++) {
            slow[i] = body(random(BLOCK));
            sending[i] = shared.take(slow[i], 0, BLOCK);
        }
        HttpBody late = body(random(BLOCK));
        assertThat(shared.take(late, 0, BLOCK)).isNull();
        assertThat(shared.head(200, FIELDS, late, "now")).isNull();
        assertThat(direct()).isEqualTo(10L * BLOCK);
        sending[3].release();
        ByteBuf taken = shared.take(late, 0, BLOCK);
        assertThat(taken).isNotNull();
        taken.release();
        for (int i = 0; i < 10; i++) {
            if (i != 3) {
                sending[i].release();
            }
        }
    }

    @Test
    void makesAHeadAnewWhenDateOrFieldsChange() {
        HttpBody body = HttpBody.shared(StandardCharsets.UTF_8.encode("text"));
        String first = head(body, FIELDS, "Mon");
        assertThat(first).isEqualTo("HTTP/1.1 200 OK\r\nDate: Mon\r\nA: b\r\n"
                + "Content-Length: 4\r\n\r\ntext");
        long once = direct();
        assertThat(head(body, FIELDS, "Mon")).isEqualTo(first);
        assertThat(direct()).isEqualTo(once);
        assertThat(head(body, FIELDS, "Tue")).contains("Date: Tue");
        assertThat(head(body, HttpHeaders.of("C", "d"), "Tue")).contains("C: d")
                .doesNotContain("A: b");
    }

    private String head(HttpBody body, HttpHeaders fields, String date) {
        ByteBuf made = shared.head(200, fields, body, date);
        assertThat(made).isNotNull();
        String text = made.toString(StandardCharsets.US_ASCII);
        made.release();
        return text;
    }
}
