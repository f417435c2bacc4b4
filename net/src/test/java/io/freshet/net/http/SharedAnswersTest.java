package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import io.freshet.net.tls.TlsContexts;
import io.freshet.net.tls.Trust;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// However an answer of shared bytes ends, its counts come back.
@Timeout(40)
final class SharedAnswersTest {
    private static final String KEEP = "Host: x\r\n\r\n";
    private static final String END = "Host: x\r\nConnection: close\r\n\r\n";

    @TempDir Path folder;

    private static void settles(Site site) throws Exception {
        long startNs = System.nanoTime();
        while (site.busy() > 0) {
            assertThat(System.nanoTime() - startNs).isLessThan(10_000_000_000L);
        }
        assertThat(site.server.counts().faults()).isZero();
    }

    private static byte[] read(Socket socket, int body) throws IOException {
        int line = 0;
        int head = 0;
        while (line < 4) {
            int next = socket.getInputStream().read();
            assertThat(next).isNotNegative();
            line = next == (line % 2 == 0 ? '\r' : '\n') ? line + 1 : 0;
            head++;
            assertThat(head).isLessThan(1000);
        }
        return socket.getInputStream().readNBytes(body);
    }

    @ParameterizedTest
    @EnumSource
    void areWholeAgainAndAgain(Transport transport) throws Exception {
        try (Site site = new Site(transport); Socket socket = site.connect()) {
            for (int i = 0; i < 5; i++) {
                Site.send(socket, "GET /shared HTTP/1.1\r\n" + KEEP);
                assertThat(read(socket, Site.BIG)).isEqualTo(Site.bigBytes());
                Site.send(socket, "GET /short HTTP/1.1\r\n" + KEEP);
                assertThat(read(socket, 3)).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
                Site.send(socket, "GET /range HTTP/1.1\r\n" + KEEP);
                assertThat(read(socket, 200_000))
                        .isEqualTo(Arrays.copyOfRange(Site.bigBytes(), 60_000, 260_000));
                Site.send(socket, "HEAD /shared HTTP/1.1\r\n" + KEEP);
                assertThat(read(socket, 0)).isEmpty();
            }
            settles(site);
        }
    }

    @ParameterizedTest
    @EnumSource
    void areAnsweredInOrderWhenPipelined(Transport transport) throws Exception {
        try (Site site = new Site(transport); Socket socket = site.connect()) {
            Site.send(socket, ("GET /short HTTP/1.1\r\n" + KEEP + "GET /shared HTTP/1.1\r\n" + KEEP)
                    .repeat(4));
            for (int i = 0; i < 4; i++) {
                assertThat(read(socket, 3)).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
                assertThat(read(socket, Site.BIG)).isEqualTo(Site.bigBytes());
            }
            settles(site);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sayThatTheConnectionEnds(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            assertThat(site.talk("GET /short HTTP/1.1\r\n" + END))
                    .contains("Connection: close\r\n").endsWith("\r\n\r\nabc");
            assertThat(site.talk("GET /short HTTP/1.0\r\n\r\n"))
                    .contains("Connection: close\r\n").endsWith("\r\n\r\nabc");
        }
    }

    @ParameterizedTest
    @EnumSource
    void comeBackFromReadersThatGoInTheMiddle(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            for (int i = 0; i < 20; i++) {
                try (Socket socket = site.connect()) {
                    Site.send(socket, "GET /shared HTTP/1.1\r\n" + KEEP);
                    assertThat(socket.getInputStream().readNBytes(i * 10_000)).isNotNull();
                    if (i % 2 == 0) {
                        socket.setSoLinger(true, 0);
                    }
                }
            }
            settles(site);
        }
    }

    @ParameterizedTest
    @EnumSource
    void comeBackFromReadersThatStop(Transport transport) throws Exception {
        HttpOptions hasty = new HttpOptions(Duration.ofSeconds(5), Duration.ofSeconds(5),
                Duration.ofMillis(300), 64 << 10, 10, 4 << 20);
        try (Site site = new Site(transport, hasty, TcpOptions.DEFAULT);
                Socket stuck = site.connect()) {
            Site.send(stuck, ("GET /shared HTTP/1.1\r\n" + KEEP).repeat(4));
            long startNs = System.nanoTime();
            while (site.server.counts().timeouts().progress() == 0) {
                assertThat(System.nanoTime() - startNs).isLessThan(10_000_000_000L);
                Thread.onSpinWait();
            }
            settles(site);
        }
    }

    @ParameterizedTest
    @EnumSource
    void areCopiedWhenThereIsNoRoom(Transport transport) throws Exception {
        HttpOptions tight = new HttpOptions(Duration.ofSeconds(5), Duration.ofSeconds(5),
                Duration.ofSeconds(5), 64 << 10, 10, 100_000);
        try (Site site = new Site(transport, tight, TcpOptions.DEFAULT);
                Socket socket = site.connect()) {
            Site.send(socket, "GET /shared HTTP/1.1\r\n" + KEEP);
            assertThat(read(socket, Site.BIG)).isEqualTo(Site.bigBytes());
            settles(site);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goThroughTlsInBothVersions(Transport transport) throws Exception {
        TlsContexts tls = TlsContexts.selfMade(folder, List.of("127.0.0.1"), Instant.now());
        for (HttpClient.Version version : HttpClient.Version.values()) {
            try (Site site = new Site(transport, HttpOptions.DEFAULT,
                    TcpOptions.DEFAULT.withTls(tls.http()));
                    HttpClient client = HttpClient.newBuilder().version(version)
                            .sslContext(Trust.only(folder.resolve("tls.crt"))).build()) {
                for (String path : List.of("/shared", "/short", "/shared", "/range")) {
                    byte[] got = client.send(java.net.http.HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + site.server.address().getPort()
                                    + path)).build(), BodyHandlers.ofByteArray()).body();
                    assertThat(got.length).isEqualTo(path.equals("/short") ? 3
                            : path.equals("/range") ? 200_000 : Site.BIG);
                    if (path.equals("/shared")) {
                        assertThat(got).isEqualTo(Site.bigBytes());
                    }
                }
                settles(site);
            }
        }
    }
}
