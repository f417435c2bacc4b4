package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.live.Audience;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Readers that stop reading; `docs/performance.md` has the figures of a thousand.
@Tag("clients")
@Timeout(120)
class SlowViewersTest {

    private static final int VIEWERS = 200;
    /// What each of them may hold of our pools at the most, beside what all of them share.
    private static final long EACH_BYTES_MAX = 300 << 10;

    private @TempDir Path folder = Path.of("");

    @Test
    void areClosedWithinHalfAMinuteAndHarmNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (GatewaySite site = new GatewaySite(folder, AppOptions.DEFAULT, Duration.ofSeconds(10));
                LiveEncoder encoder = new LiveEncoder(site.rtmp.address());
                HealthyViewer viewer = new HealthyViewer(site.http.address())) {
            Audience audience = site.find("a").orElseThrow().audience();
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            for (int i = 0; i < VIEWERS; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(16 << 10);
                socket.connect(site.http.address(), 5000);
                socket.getOutputStream().write("GET /live/a.flv HTTP/1.1\r\nHost: x\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            long startedNs = System.nanoTime();
            long most = 0;
            while (audience.slowClosed() < VIEWERS
                    && System.nanoTime() - startedNs < TimeUnit.SECONDS.toNanos(45)) {
                most = Math.max(most, PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
                LockSupport.parkNanos(10_000_000);
            }
            long tookMs = (System.nanoTime() - startedNs) / 1_000_000;
            System.out.println("slow viewers=" + VIEWERS + " closed=" + audience.slowClosed()
                    + " after=" + tookMs + "ms gap-max=" + viewer.gapMaxMs()
                    + "ms encoder-pause-max=" + encoder.pauseMaxMs() + "ms direct-grown="
                    + ((most - before) >> 10) + "KiB");
            assertThat(audience.slowClosed()).isEqualTo(VIEWERS);
            assertThat(tookMs).isLessThan(30_000);
            assertThat(viewer.isLost()).isFalse();
            assertThat(viewer.gapMaxMs() - encoder.pauseMaxMs())
                    .isLessThan(HealthyViewer.GAP_MAX_MS);
            assertThat(most - before).isLessThan((96 << 20) + VIEWERS * EACH_BYTES_MAX);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
