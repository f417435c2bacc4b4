package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import io.freshet.net.tls.TlsContexts;
import io.freshet.net.tls.Trust;
import io.freshet.testkit.Patience;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A thousand requests at a time, all kinds of them mixed on many connections.
@Timeout(120)
final class Http2CrowdTest {
    private static final int CONNECTIONS = 20;
    private static final int EACH = 50;
    private static final Logger LEAKS = Logger.getLogger(ResourceLeakDetector.class.getName());

    @TempDir Path folder;
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Listener(leaks);
    private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    /// Threading: any thread.
    private static final class Listener extends Handler {
        private final Queue<String> heard;

        Listener(Queue<String> heard) {
            this.heard = heard;
        }

        @Override
        public void publish(LogRecord said) {
            heard.add(said.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void watchEachBuffer() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        // What tests before this one have lost is told of now.
        System.gc();
        ByteBufAllocator.DEFAULT.directBuffer(1).release();
        LEAKS.addHandler(listener);
    }

    @AfterEach
    void watchAsBefore() {
        LEAKS.removeHandler(listener);
        ResourceLeakDetector.setLevel(before);
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredRightAndLeavesNothingBehind(Transport transport) throws Exception {
        TlsContexts tls = TlsContexts.selfMade(folder, List.of("127.0.0.1"), Instant.now());
        List<HttpClient> clients = new ArrayList<>();
        try (Site site = new Site(transport, HttpOptions.DEFAULT,
                TcpOptions.DEFAULT.withTls(tls.http()));
                ExecutorService workers = Executors.newCachedThreadPool()) {
            List<CompletableFuture<?>> asked = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                HttpClient client = HttpClient.newBuilder().executor(workers)
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(Trust.only(folder.resolve("tls.crt"))).build();
                clients.add(client);
                client.send(to(site, "/none").build(), BodyHandlers.discarding());
            }
            for (int i = 0; i < CONNECTIONS * EACH; i++) {
                asked.add(ask(site, clients.get(i % CONNECTIONS), i));
            }
            for (CompletableFuture<?> one : asked) {
                one.get(60, TimeUnit.SECONDS);
            }
            nothingStays(site, clients.getFirst());
            assertThat(site.server.connections().accepted()).isEqualTo(CONNECTIONS);
        } finally {
            clients.forEach(HttpClient::shutdownNow);
        }
    }

    private static java.net.http.HttpRequest.Builder to(Site site, String path) {
        return java.net.http.HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + site.server.address().getPort() + path));
    }

    private CompletableFuture<?> ask(Site site, HttpClient client, int i) {
        return switch (i / CONNECTIONS % 10) {
            case 0 -> got(client, to(site, "/short"), "abc".getBytes(StandardCharsets.US_ASCII));
            case 1 -> got(client, to(site, "/echo?q=" + i),
                    ("GET https " + i + " ").getBytes(StandardCharsets.US_ASCII));
            case 2 -> got(client, to(site, "/echo?q=" + i).POST(BodyPublishers.ofString("b" + i)),
                    ("POST https " + i + " b" + i).getBytes(StandardCharsets.US_ASCII));
            case 3 -> got(client, to(site, "/range"),
                    Arrays.copyOfRange(Site.bigBytes(), 60_000, 260_000));
            case 4 -> got(client, to(site, "/big").HEAD(), new byte[0]);
            case 5 -> got(client, to(site, "/none"), new byte[0]);
            case 6 -> gone(site, client, "/later");
            case 7 -> i < 9 * CONNECTIONS ? got(client, to(site, "/shared"), Site.bigBytes())
                    : gone(site, client, "/big");
            case 8 -> got(client, to(site, "/lost"),
                    "nothing here\n".getBytes(StandardCharsets.US_ASCII));
            default -> ended(site, client);
        };
    }

    private static CompletableFuture<?> got(
            HttpClient client, java.net.http.HttpRequest.Builder request, byte[] body) {
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray())
                .thenAccept(answer -> assertThat(answer.body()).isEqualTo(body));
    }

    /// Somebody who does not wait for the answer, or for all of it.
    private static CompletableFuture<?> gone(Site site, HttpClient client, String path) {
        CompletableFuture<HttpResponse<Void>> asked =
                client.sendAsync(to(site, path).build(), BodyHandlers.discarding());
        return CompletableFuture.runAsync(() -> asked.cancel(true),
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
    }

    /// A stream that ends after some bytes.
    private static CompletableFuture<?> ended(Site site, HttpClient client) {
        CompletableFuture<?> whole =
                got(client, to(site, "/stream"), "of bytes".getBytes(StandardCharsets.US_ASCII));
        return CompletableFuture.runAsync(() -> {
            try {
                HttpStream stream = site.streams.poll(30, TimeUnit.SECONDS);
                stream.loop().execute(() -> {
                    stream.write(Site.direct(stream, "of "));
                    stream.flush();
                    stream.write(Site.direct(stream, "bytes"));
                    stream.end();
                });
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }).thenCompose(_ -> whole);
    }

    private void nothingStays(Site site, HttpClient client) throws Exception {
        Patience.until("nothing held", () -> {
            try {
                return site.held() == 0 && site.busy() == 0;
            } catch (Exception fault) {
                throw new AssertionError(fault);
            }
        });
        assertThat(site.server.counts().faults()).isZero();
        // Netty tells of a buffer that was lost when the collector has found it, at the next one.
        for (int i = 0; i < 5; i++) {
            System.gc();
            client.send(to(site, "/short").build(), BodyHandlers.discarding());
        }
        assertThat(leaks).isEmpty();
    }
}
