package io.freshet.tools.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A live playlist of ten segments, one more each half second, whose updates skip what lies further
/// than four from the end.
///
/// Threading: any thread.
final class HlsServer implements AutoCloseable {

    private static final int LISTED = 10;
    private static final int KEPT = 4;
    private static final long SEGMENT_MS = 500;

    final List<String> asked = new CopyOnWriteArrayList<>();
    /// How many an update skips: more than it may, if a test wants to see who notices.
    volatile int skipped = LISTED - KEPT;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final long beganNs = System.nanoTime();

    HlsServer() throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/live/s/index.m3u8";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        byte[] body = path.contains(".m3u8") ? playlist(path.contains("_HLS_skip=YES"), path)
                .getBytes(StandardCharsets.US_ASCII) : new byte[1_000];
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private long number() {
        return (System.nanoTime() - beganNs) / 1_000_000 / SEGMENT_MS;
    }

    private String playlist(boolean skips, String path) {
        int at = path.indexOf("_HLS_msn=");
        long wanted = at < 0 ? 0 : Long.parseLong(path.substring(at + 9).split("&")[0]) - LISTED;
        while (number() <= wanted && at > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        long first = number();
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:9\n"
                + "#EXT-X-TARGETDURATION:1\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,"
                + "CAN-SKIP-UNTIL=6.0\n#EXT-X-MEDIA-SEQUENCE:" + first + "\n");
        if (skips) {
            text.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(skipped).append('\n');
        }
        for (long n = first + (skips ? skipped : 0); n < first + LISTED; n++) {
            text.append("#EXTINF:0.5,\n").append(n).append(".ts\n");
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
