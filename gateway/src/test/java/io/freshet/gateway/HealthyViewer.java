package io.freshet.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Watches `live/a` as HTTP-FLV and notes the longest time without a byte.
///
/// Threading: a thread of its own.
final class HealthyViewer implements AutoCloseable {

    /// A viewer that was held up by others would wait for their timeouts, which are seconds. Less
    /// is the machine's: these tests load it fully from the same process, and it may have two
    /// cores.
    static final long GAP_MAX_MS = 1500;

    private final Socket socket;
    private final CountDownLatch watching = new CountDownLatch(1);
    private volatile long gapMaxNs;
    private volatile boolean closing;
    private volatile boolean lost;

    HealthyViewer(InetSocketAddress at) throws IOException {
        socket = new Socket(at.getAddress(), at.getPort());
        socket.getOutputStream().write("GET /live/a.flv HTTP/1.1\r\nHost: x\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        Thread.ofPlatform().daemon().start(this::read);
        try {
            if (!watching.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void read() {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = socket.getInputStream();
            long got = 0;
            long lastNs = System.nanoTime();
            for (int count; (count = in.read(buffer)) >= 0;) {
                long nowNs = System.nanoTime();
                got += count;
                // Headers and GOP are behind it.
                if (got > 20_000) {
                    watching.countDown();
                    gapMaxNs = Math.max(gapMaxNs, nowNs - lastNs);
                }
                lastNs = nowNs;
            }
            lost = !closing;
        } catch (IOException e) {
            lost = !closing;
        }
    }

    /// The longest time without a byte so far, ms.
    long gapMaxMs() {
        return gapMaxNs / 1_000_000;
    }

    boolean isLost() {
        return lost;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        socket.close();
    }
}
