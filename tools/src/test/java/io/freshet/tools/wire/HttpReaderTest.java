package io.freshet.tools.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpReaderTest {

    private static final String TWO_ANSWERS = """
            HTTP/1.1 200 OK\r
            Content-Length: 5\r
            \r
            helloHTTP/1.1 404 Not Found\r
            Transfer-Encoding: chunked\r
            \r
            3;x=y\r
            abc\r
            2\r
            de\r
            0\r
            \r
            """;

    private static List<String> read(byte[] wire, int cut) throws PeerFault {
        List<String> told = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        HttpReader.Sink sink = new HttpReader.Sink() {
            @Override
            public void onHead(HttpHead head) {
                told.add("" + head.status());
            }

            @Override
            public void onBody(ByteBuffer range) {
                body.append(StandardCharsets.ISO_8859_1.decode(range));
            }

            @Override
            public void onEnd() {
                told.add(body.toString());
                body.setLength(0);
            }
        };
        HttpReader reader = new HttpReader();
        reader.read(ByteBuffer.wrap(wire, 0, cut), sink);
        reader.read(ByteBuffer.wrap(wire, cut, wire.length - cut), sink);
        told.add(body.toString());
        return told;
    }

    @Test
    void countedAndChunkedBodiesCutAnywhere() throws PeerFault {
        byte[] wire = TWO_ANSWERS.getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= wire.length; cut++) {
            assertThat(read(wire, cut)).as("cut at " + cut)
                    .containsExactly("200", "hello", "404", "abcde", "");
        }
    }

    @Test
    void whatFollowsAnUpgradeIsHandedOnAsItIs() throws PeerFault {
        byte[] wire = "HTTP/1.1 101 Go\r\nUpgrade: websocket\r\n\r\nraw"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(wire, 30)).containsExactly("101", "raw");
    }

    @Test
    void whatIsNoHttpIsTheServersFault() {
        assertThatThrownBy(() -> read("RTSP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8),
                5)).isInstanceOf(PeerFault.class).hasMessage("no HTTP");
    }

    /// 16 KiB and no more, in however many pieces.
    @Test
    void aHeadThatGoesOnIsTheServersFault() throws PeerFault {
        String most = "HTTP/1.1 204 OK\r\nX: %s\r\n\r\n";
        String longest = most.formatted("a".repeat((16 << 10) - most.length() + 2));
        String tooLong = longest.replace("X: ", "X: a");
        for (int cut : List.of(0, 5, 1_000, longest.length() - 1, longest.length())) {
            assertThat(read(longest.getBytes(StandardCharsets.UTF_8), cut)).startsWith("204");
            assertThatThrownBy(() -> read(tooLong.getBytes(StandardCharsets.UTF_8), cut))
                    .isInstanceOf(PeerFault.class).hasMessage("HTTP head too long");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 2000",
            "HTTP/1.1 600 X", "HTTP/1.1 099 X", "HTTP/1.1 2x0 OK", "HTTP/2 200",
            "ICY 200 OK", "HTTP/1.1  200 OK"})
    void whatHasNoStatusIsNoHttp(String line) {
        assertThatThrownBy(() -> HttpHead.parse(line + "\r\n\r\n"))
                .isInstanceOf(PeerFault.class).hasMessage("no HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n", "HTTP/1.0 200\r\n", "HTTP/1.1 200 \n"})
    void headersAreReadWithoutTheirSpaces(String line) throws PeerFault {
        HttpHead head = HttpHead.parse(line + "Content-LENGTH:  17 \r\nno header\r\n: none\n"
                + "A: b:c\r\nempty:\r\nCONNECTION:Close\r\n\r\n");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsOnly(Map.entry("content-length", "17"),
                Map.entry("a", "b:c"), Map.entry("empty", ""), Map.entry("connection", "Close"));
        assertThat(head.length()).isEqualTo(17);
        assertThat(head.closes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+5", "1e3", "0x10", "12 3", "1234567890123456789"})
    void aLengthThatIsNoNumberIsNotSaid(String length) throws PeerFault {
        HttpHead head = HttpHead.parse("HTTP/1.1 200 OK\nContent-Length: " + length + "\n\n");
        assertThat(head.length()).isEqualTo(-1);
    }

    @Test
    void damageIsNeverOurFault() {
        byte[] wire = TWO_ANSWERS.getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] damaged : ByteFaults.damaged(wire, 2_000, 3)) {
            try {
                assertThat(read(damaged, damaged.length / 2)).isNotEmpty();
            } catch (PeerFault expected) {
                assertThat(expected.kind()).isNotBlank();
            }
        }
    }
}
