package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRequestTest {

    private static ControlRig rig;

    @BeforeAll
    static void open() throws Exception {
        rig = new ControlRig();
        rig.publish("live", "s");
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/api", "/api/v1/streams/", "//api/v1/streams",
            "/api/v1/streams//", "/api/v1/streams/live", "/api/v1/streams/live/",
            "/api/v1/streams//s", "/api/v1/streams/live//s", "/api/v1/streams/live/s/",
            "/api/v1/streams/live/%2Fs", "/api/v1/streams/live/s%2F",
            "/api/v1/streams/live/..", "/api/v1/streams/live/%2e%2e",
            "/api/v1/streams/live/..%2Fs", "/api/v1/streams/live/x/../s",
            "/api/v1/streams/../../health/live", "/x/../health/live", "/health/./live",
            "/health/live/", "/health/live;a=b", "/HEALTH/live", "/health%2Flive",
            "/api/v1/streams/live/s%00", "/api/v1/streams/live/s%0d%0aX:%20y",
            "/api/v1/streams/live/%C0%AF", "/api/v1/streams/live/%FF", "/api/v1/streams/live/s+",
            "/api/v1/streams/live/%252Fs", "/api/v1/streams/live/%3Cscript%3E",
            "/api/v1/streams/watch/s", "/api/v1/streams/live/s.flv", "/metrics/",
            "/openapi.yaml%20",
            "/io/freshet/control/openapi.yaml", "http://localhost/health/live"})
    void aPathThatIsAlmostRightNamesNothing(String path) throws IOException {
        String answer = rig.raw(line("GET", path) + "Host: localhost\r\n"
                + "Connection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("application/problem+json")
                .doesNotContain("script").doesNotContain("X: y");
    }

    static Stream<Arguments> unreadable() {
        String host = "Host: localhost\r\nConnection: close\r\n";
        return Stream.of(
                Arguments.of("broken percent-encoding", 400,
                        line("GET", "/health/%zz") + host + "\r\n"),
                Arguments.of("broken percent-encoding in a name", 400,
                        line("GET", "/api/v1/streams/live/%2") + host + "\r\n"),
                Arguments.of("broken percent-encoding in the query", 400,
                        line("GET", "/api/v1/streams?app=%zz") + host + "\r\n"),
                Arguments.of("a bare byte in the path", 400,
                        line("GET", "/api/v1/streams/live/\u0001") + host + "\r\n"),
                Arguments.of("a request line without end", 414,
                        "GET /" + "a".repeat(4000) + " HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("a header without end", 400,
                        line("GET", "/metrics") + host + "X: " + "a".repeat(20_000) + "\r\n\r\n"),
                Arguments.of("headers without end", 400,
                        line("GET", "/metrics") + host + "X: aaaaaaaa\r\n".repeat(2000) + "\r\n"),
                Arguments.of("a line folded into the next", 400,
                        line("GET", "/metrics") + host + "X: a\r\n b\r\n\r\n"),
                Arguments.of("no HTTP at all", 400, "\u0016\u0003\u0001\u0002\r\n\r\n"),
                Arguments.of("the HTTP of 1996", 505, "GET /health/live HTTP/1.0\r\n\r\n"),
                Arguments.of("a body with its length", 413,
                        line("DELETE", "/api/v1/streams/live/s") + host
                                + "Content-Length: 9000000000\r\n\r\n"),
                Arguments.of("a body in chunks", 413,
                        line("DELETE", "/api/v1/streams/live/s") + host
                                + "Transfer-Encoding: chunked\r\n\r\n"),
                Arguments.of("a body in chunks, in odd words", 413,
                        line("DELETE", "/api/v1/streams/live/s") + host
                                + "Transfer-Encoding: gzip, Chunked\r\n\r\n"),
                Arguments.of("a body promised by Expect", 413,
                        line("DELETE", "/api/v1/streams/live/s") + host
                                + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"),
                Arguments.of("a length that is no number", 400,
                        line("DELETE", "/api/v1/streams/live/s") + host
                                + "Content-Length: five\r\n\r\n"),
                Arguments.of("a negative length", 413,
                        line("DELETE", "/api/v1/streams/live/s") + host
                                + "Content-Length: -5\r\n\r\n"),
                Arguments.of("two lengths", 413,
                        line("DELETE", "/api/v1/streams/live/s") + host
                                + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatCannotBeServedIsRefusedAndTheConnectionClosed(String name, int status,
            String request) throws IOException {
        String answer = rig.raw(request);
        assertThat(answer).as(name).startsWith("HTTP/1.1 " + status + " ")
                .contains("Connection: close\r\n").contains("application/problem+json")
                .contains("\"status\":" + status);
        assertThat(rig.streams.all()).hasSize(1);
    }

    /// The answer is there before the body is, and must survive it.
    @Test
    void whoSendsABodyThatIsTooLongIsToldSo() throws IOException {
        for (String method : new String[] {"POST", "DELETE"}) {
            assertThat(rig.raw(line(method, "/api/v1/users") + "Host: localhost\r\n"
                    + "Content-Length: 3000000\r\n\r\n" + "x".repeat(3_000_000)))
                    .startsWith("HTTP/1.1 413 ").contains("application/problem+json");
        }
    }

    @Test
    void anUpgradeIsIgnored() throws IOException {
        assertThat(rig.raw(line("GET", "/health/live") + "Host: localhost\r\n"
                + "Connection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private static String line(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\n";
    }
}
