package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

// Line ends are what these requests are about: text blocks would hide them.
@SuppressWarnings("StringConcatToTextBlock")
final class Http1ReaderTest {
    /// One for all: what comes again must come out the same.
    private static final HeadMemory HEADS = new HeadMemory();

    /// Requests as they come on the wire and what becomes of them.
    enum Case {
        PLAIN("GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a "),
        EMPTY_LINES_FIRST("\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a "),
        ABSOLUTE_FORM("GET http://h:1/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a "),
        BODY_BY_LENGTH("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "POST / abc"),
        CHUNKS("POST / HTTP/1.1\r\nHost:x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\na\r\n2;e\r\nbc\r\n0\r\n\r\n", "POST / abc"),
        HTTP_1_0("GET / HTTP/1.0\r\n\r\n", "GET / "),
        NO_VERSION("GET /\r\n\r\n", "400"),
        TWO_SPACES("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "400"),
        OTHER_VERSION("GET / HTTP/3.0\r\nHost: x\r\n\r\n", "505"),
        NO_HOST("GET / HTTP/1.1\r\n\r\n", "400"),
        TWO_HOSTS("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"),
        FOLDED("GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", "400"),
        SPACE_BEFORE_COLON("GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"),
        BARE_LF("GET / HTTP/1.1\r\nHost: x\nB: c\r\n\r\n", "400"),
        BARE_CR("GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", "400"),
        NUL_IN_VALUE("GET / HTTP/1.1\r\nHost: x\0\r\n\r\n", "400"),
        TWO_LENGTHS("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                + "Content-Length: 3\r\n\r\nabc", "400"),
        SIGNED_LENGTH("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", "400"),
        LENGTH_AND_CHUNKS("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        OTHER_CODING("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "501"),
        CHUNKS_IN_1_0("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        BAD_CHUNK_SIZE("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "-1\r\n", "400"),
        CHUNK_WITHOUT_END("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\nabc\r\n", "400"),
        TOO_MANY_CHUNKS("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "FF0\r\n" + "a".repeat(0xFF0) + "\r\nFF0\r\n", "413"),
        BIG_BODY("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n", "413"),
        OTHER_EXPECTATION("GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", "417"),
        MANY_FIELDS("GET / HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(101) + "\r\n", "431"),
        ENDLESS_LINE("GET /" + "a".repeat(9000), "414"),
        ENDLESS_HEAD("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(3000), "431"),
        DOTS("GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n", "400"),
        CUT("GET / HTTP/1.1\r\nHost: x\r\n", "");

        final String wire;
        final String outcome;

        byte[] bytes() {
            return wire.getBytes(StandardCharsets.ISO_8859_1);
        }

        Case(String wire, String outcome) {
            this.wire = wire;
            this.outcome = outcome;
        }
    }

    /// Reads everything in pieces of this size; the first request or status tells.
    static String outcome(byte[] wire, int pieceBytes) {
        try (Http1Reader reader = new Http1Reader(
                HEADS, UnpooledByteBufAllocator.DEFAULT, 4096)) {
            for (int at = 0; at < wire.length; at += pieceBytes) {
                reader.add(Unpooled.wrappedBuffer(
                        wire, at, Math.min(pieceBytes, wire.length - at)));
                Http1Reader.Whole whole = reader.next();
                reader.keep();
                if (whole != null) {
                    return whole.head().method() + " " + whole.head().target().path() + " "
                            + Site.utf8(whole.body());
                }
            }
            return "";
        } catch (BadRequest bad) {
            return String.valueOf(bad.status());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsTheSameInWhateverPieces(Case one) {
        for (int pieceBytes : new int[] {1, 2, 7, 1 << 20}) {
            assertThat(outcome(one.bytes(), pieceBytes)).isEqualTo(one.outcome);
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesDamage(Case one) {
        Random random = new Random(one.name().hashCode());
        for (int round = 0; round < 500; round++) {
            byte[] damaged = one.bytes();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(outcome(damaged, 1 + random.nextInt(40))).isNotNull();
        }
    }

    @Test
    void readsPipelinedRequestsOneAtATime() throws BadRequest {
        byte[] two = Case.CHUNKS.wire.repeat(2).getBytes(StandardCharsets.ISO_8859_1);
        try (Http1Reader reader = new Http1Reader(
                HEADS, UnpooledByteBufAllocator.DEFAULT, 100)) {
            reader.add(Unpooled.wrappedBuffer(two));
            assertThat(reader.next()).isNotNull();
            assertThat(reader.midway()).isTrue();
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNull();
            assertThat(reader.midway()).isFalse();
        }
    }
}
