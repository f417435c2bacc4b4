package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.net.CloseCause;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpPartsTest {
    @ParameterizedTest
    @CsvSource({"/a/b,/a/b,''", "//a///b/,/a/b/,''", "/a%20b?c=d%20,/a b,c=d%20",
            "/%E4%B8%AD,/中,''", "*,*,''", "http://h/x?y,/x,y", "https://h,/,''", "/?,/,''"})
    void normalisesTargets(String raw, String path, String query) throws BadRequest {
        assertThat(HttpTarget.parse(raw)).isEqualTo(new HttpTarget(path, query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/..", "/a/../b", "/.", "/%2e%2e/", "/a%2fb", "/a%5Cb", "/%00",
            "/%", "/%1", "/%zz", "/%FF", "/a b", "/a#b", "/\u00e4", "ftp://h/", "/\\", "/%0a"})
    void refusesTargetsThatCouldMeanTwoThings(String raw) {
        assertThatThrownBy(() -> HttpTarget.parse(raw)).isInstanceOf(BadRequest.class);
    }

    @Test
    void findsParameters() throws BadRequest {
        HttpTarget target = HttpTarget.parse("/?a=1&b&c=%41+x&a=2&d=%&=e");
        assertThat(target.parameter("a")).contains("1");
        assertThat(target.parameter("b")).contains("");
        assertThat(target.parameter("c")).contains("A x");
        assertThat(target.parameter("d")).isEmpty();
        assertThat(target.parameter("e")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "bytes=0-0|0|1", "bytes=0-|0|100", "bytes=-5|95|5", "bytes=-500|0|100",
            "bytes=10-1000|10|90", "Bytes= 5 - 6 |5|2"})
    void servesOneRange(String header, long offset, long count) {
        assertThat(ByteRange.parse(Optional.of(header), 100))
                .isEqualTo(new ByteRange.Answer.Part(new ByteRange(offset, count)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,3-4",
            "lines=1-2", "bytes=0-99999999999999999999"})
    void ignoresRangesThatItDoesNotServe(String header) {
        assertThat(ByteRange.parse(Optional.of(header), 100))
                .isEqualTo(new ByteRange.Answer.Whole());
        assertThat(ByteRange.parse(Optional.of("bytes=100-"), 100))
                .isEqualTo(new ByteRange.Answer.Unsatisfiable());
        assertThat(ByteRange.parse(Optional.of("bytes=-0"), 100))
                .isEqualTo(new ByteRange.Answer.Unsatisfiable());
        assertThat(new ByteRange(5, 2).contentRange(100)).isEqualTo("bytes 5-6/100");
    }

    @Test
    void comparesEntityTagsWeakly() {
        String tag = EntityTag.of("abc");
        assertThat(EntityTag.matches(Optional.of("\"x\", W/\"abc\""), tag)).isTrue();
        assertThat(EntityTag.matches(Optional.of("*"), tag)).isTrue();
        assertThat(EntityTag.matches(Optional.of("abc"), tag)).isFalse();
        assertThat(EntityTag.matches(Optional.empty(), tag)).isFalse();
    }

    @Test
    void letsNoLineBreakIntoAnAnswer() {
        assertThatThrownBy(() -> HttpHeaders.of("A", "b\r\nC: d"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HttpHeaders.of("A b", "c"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void slicesBodiesAcrossPieces() {
        HttpBody part = Site.big().slice(1_999, 1_000_002);
        ByteBuffer got = ByteBuffer.allocate(1_000_002);
        part.pieces().forEach(got::put);
        assertThat(got.array())
                .isEqualTo(Arrays.copyOfRange(Site.bigBytes(), 1_999, 1_002_001));
    }

    @ParameterizedTest
    @CsvSource({
            "ping is answered,898301020304303234,8a03313037",
            "close is echoed,8882000000000fa0,4000 PEER",
            "bare close,888000000000,1000 PEER",
            "bad close code,88820000000003ed,1002 PEER",
            "data is ignored,828201020304ffff,quiet",
            "unmasked,8201ff,1002 PROTOCOL",
            "reserved bits,c28000000000,1002 PROTOCOL",
            "long control,89fe,1002 PROTOCOL",
            "fragmented control,098000000000,1002 PROTOCOL",
            "huge data,82ff000000010000000000000000,1009 PROTOCOL",
            "negative length,82ffffffffffffffffff00000000,1009 PROTOCOL"})
    void readsWebSocketFramesInWhateverPieces(String name, String wire, String outcome) {
        for (int pieceBytes : new int[] {1, 3, 100}) {
            assertThat(outcome(HexFormat.of().parseHex(wire), pieceBytes)).as(name)
                    .isEqualTo(outcome);
        }
    }

    private static String outcome(byte[] wire, int pieceBytes) {
        WebSocketReader reader = new WebSocketReader();
        ByteBuf bytes = Unpooled.wrappedBuffer(wire);
        StringBuilder replies = new StringBuilder();
        while (bytes.isReadable()) {
            ByteBuf piece = bytes.readSlice(Math.min(pieceBytes, bytes.readableBytes()));
            switch (reader.read(piece)) {
                case WebSocketReader.Quiet _ -> { }
                case WebSocketReader.Reply reply -> {
                    byte[] frames = new byte[reply.frames().remaining()];
                    reply.frames().get(frames);
                    replies.append(HexFormat.of().formatHex(frames));
                }
                case WebSocketReader.Goodbye(int code, CloseCause cause) -> {
                    return code + " " + cause;
                }
            }
        }
        return replies.isEmpty() ? "quiet" : replies.toString();
    }

    @Test
    void acceptsTheKeyOfTheSpecification() {
        assertThat(WebSocketUpgrade.accept("dGhlIHNhbXBsZSBub25jZQ=="))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
