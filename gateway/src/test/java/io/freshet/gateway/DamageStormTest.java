package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.testkit.ByteFaults;
import io.freshet.testkit.Patience;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand conversations that go wrong, 32 at a time, beside somebody who only wants to watch.
@Tag("clients")
@Timeout(120)
class DamageStormTest {

    private static final int CONVERSATIONS = 10_000;
    private static final int AT_A_TIME = 32;
    private static final Path RECORDED = Path.of("..", "protocol", "src", "test", "resources", "io",
            "freshet", "protocol", "rtmp", "recorded");

    /// A bar is a line's end.
    private static final List<String> REQUESTS = List.of(
            "GET /live/a.flv HTTP/1.1|Host: x|Connection: keep-alive||",
            "GET /live/a.flv?audio-only HTTP/1.0||",
            "HEAD /live/a.flv HTTP/1.1|Host: x||",
            "OPTIONS /live/a.flv HTTP/1.1|Host: x|Origin: http://y|"
                    + "Access-Control-Request-Method: GET||",
            "POST /live/a.flv HTTP/1.1|Host: x|Content-Length: 5||hello",
            "POST /live/a HTTP/1.1|Host: x|Transfer-Encoding: chunked||"
                    + "5|hello|0||",
            "GET /live/none.flv HTTP/1.1|Host: x|Range: bytes=0-99||"
                    + "GET /live/a.flv HTTP/1.1|Host: x||",
            "GET /live/a.flv HTTP/1.1|Host: x|Upgrade: websocket|Connection: Upgrade|"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|"
                    + "Sec-WebSocket-Version: 13||\u0089\u0080abcd");

    private @TempDir Path folder = Path.of("");
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    void healthyViewerAndMemoryDoNotNotice() throws Exception {
        try (GatewaySite site = new GatewaySite(folder, AppOptions.DEFAULT, Duration.ofSeconds(10));
                LiveEncoder encoder = new LiveEncoder(site.rtmp.address());
                HealthyViewer viewer = new HealthyViewer(site.http.address())) {
            storm(site, CONVERSATIONS / 5, 1);
            long before = memory();
            long startedNs = System.nanoTime();
            storm(site, CONVERSATIONS, 2);
            long tookMs = (System.nanoTime() - startedNs) / 1_000_000;
            // What was published is kept until nobody has come back for it.
            Patience.until("one stream", () -> site.streams.all().size() <= 1);
            long grownKib = (memory() - before) >> 10;
            System.out.println("storm conversations=" + CONVERSATIONS + " answered=" + answered
                    + " took=" + tookMs + "ms gap-max=" + viewer.gapMaxMs()
                    + "ms encoder-pause-max=" + encoder.pauseMaxMs() + "ms memory-grown="
                    + grownKib + "KiB");
            assertThat(viewer.isLost()).isFalse();
            assertThat(viewer.gapMaxMs() - encoder.pauseMaxMs())
                    .isLessThan(HealthyViewer.GAP_MAX_MS);
            assertThat(grownKib).isLessThan(64 << 10);
            assertThat(answered.get()).isGreaterThan(CONVERSATIONS / 4);
        }
    }

    private void storm(GatewaySite site, int count, int seed) throws Exception {
        List<byte[]> rtmp;
        try (var files = Files.list(RECORDED)) {
            rtmp = files.filter(file -> file.toString().endsWith(".bin")).sorted()
                    .map(DamageStormTest::bytes).toList();
        }
        Semaphore room = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                boolean isRtmp = i % 2 == 0;
                byte[] good = isRtmp ? rtmp.get(i / 2 % rtmp.size())
                        : REQUESTS.get(i / 2 % REQUESTS.size())
                                .replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                byte[] bad = ByteFaults.damaged(good, 1, (long) seed * CONVERSATIONS + i)
                        .getFirst();
                InetSocketAddress at = isRtmp ? site.rtmp.address() : site.http.address();
                assertThat(room.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
                threads.execute(() -> {
                    try {
                        talk(at, bad);
                    } finally {
                        room.release();
                    }
                });
            }
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void talk(InetSocketAddress at, byte[] bytes) {
        try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write(bytes);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int reads = 0; reads < 4 && in.read(buffer) >= 0; reads++) {
                if (reads == 0) {
                    answered.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // Closed on us or silent: both are right.
        }
    }

    /// What the heap holds, and Netty's pools have out or in reserve.
    private static long memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
