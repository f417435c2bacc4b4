package io.freshet.net.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldBlockTest {
    /// Netty's reads what we write, as an independent one.
    private static Http2Headers read(ByteBuf block) throws Exception {
        return new DefaultHttp2HeadersDecoder(true, 1 << 20).decodeHeaders(3, block);
    }

    private static Http2Headers read(ByteArrayOutputStream fields) throws Exception {
        return read(Unpooled.wrappedBuffer(fields.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 206, 301, 304, 400, 404, 413, 429, 500, 503})
    void tellsStatusDateAndLength(int status) throws Exception {
        ByteBuf block = Unpooled.buffer().writeByte(FieldBlock.NO_TABLE);
        FieldBlock.status(block, status);
        FieldBlock.date(block, "Sun, 22 Nov 2026 04:21:00 GMT");
        FieldBlock.contentLength(block, 12_345_678_901L);
        Http2Headers read = read(block);
        assertThat(read.status()).hasToString(Integer.toString(status));
        assertThat(read.get("date")).hasToString("Sun, 22 Nov 2026 04:21:00 GMT");
        assertThat(read.getLong("content-length")).isEqualTo(12_345_678_901L);
        assertThat(read.size()).isEqualTo(3);
    }

    @Test
    void keepsNamesThatTheStaticTableHas() throws Exception {
        for (String name : List.of("accept-ranges", "access-control-allow-origin", "cache-control",
                "content-encoding", "content-range", "content-type", "etag", "location", "vary",
                "www-authenticate", "x-other")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            FieldBlock.add(out, name, name.toUpperCase(Locale.ROOT));
            assertThat(read(out).get(name)).hasToString(name.toUpperCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 254, 255, 256, 16_510, 16_511, 20_000})
    void keepsValuesOfEveryLength(int length) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FieldBlock.add(out, "x-long", "v".repeat(length));
        FieldBlock.add(out, "vary", "after");
        Http2Headers read = read(out);
        assertThat(read.get("x-long")).hasToString("v".repeat(length));
        assertThat(read.get("vary")).hasToString("after");
    }
}
