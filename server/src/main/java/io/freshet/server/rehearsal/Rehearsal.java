package io.freshet.server.rehearsal;

import io.freshet.gateway.demo.Clip;
import io.freshet.protocol.ProtocolViolation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Publishers and viewers of every kind for one node, for a few seconds.
///
/// A conversation that fails is counted and no reason to stop: what was learnt until then is good.
///
/// Threading: confined to its caller, which it blocks.
public final class Rehearsal {

    /// Enough for the methods of one viewer's life to become hot, and over in seconds.
    private static final int ROUNDS = 7;
    private static final int FLV_VIEWERS = 90;
    private static final int WEB_SOCKET_VIEWERS = 20;
    private static final int RTMP_VIEWERS = 50;
    private static final int TLS_VIEWERS = 4;
    /// All viewers of a round join within it.
    private static final int ROUND_MS = 900;
    private static final int WATCH_MS = 1_500;
    /// Until the first segments are there.
    private static final int LEAD_MS = 1_200;

    private static final String STREAM = "live/rehearsal";

    private final Ports ports;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    /// Where the node listens, on loopback; 0 for what it does not serve.
    public record Ports(int rtmp, int http, int https, int control) {
    }

    public Rehearsal(Ports ports) {
        this.ports = ports;
    }

    /// Does it all.
    ///
    /// @return what was done, for the log of the build
    public String run() throws InterruptedException, IOException {
        Clip clip = Clip.bundled();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                people.execute(counted(() -> RtmpConversation.publish(rtmp(), STREAM,
                        clip)));
                Thread.sleep(LEAD_MS);
                for (int round = 0; round < ROUNDS; round++) {
                    round(people);
                }
                Thread.sleep(WATCH_MS);
            } finally {
                people.shutdownNow();
            }
        }
        return "rehearsal done=" + done + " failed=" + failed;
    }

    private InetSocketAddress rtmp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.rtmp());
    }

    private void round(ExecutorService people) throws InterruptedException {
        HttpConversation web = new HttpConversation(ports.http(), false);
        people.execute(counted(() -> web.browse("/live/rehearsal/index.m3u8")));
        people.execute(counted(() -> web.browse("/live/rehearsal/ts.m3u8")));
        people.execute(counted(() -> web.read("/")));
        people.execute(counted(() -> web.read("/streams.json")));
        if (ports.control() > 0) {
            HttpConversation api = new HttpConversation(ports.control(), false);
            people.execute(counted(() -> api.read("/api/v1/streams")));
            people.execute(counted(() -> api.read("/metrics")));
            people.execute(counted(() -> api.read("/health/ready")));
        }
        for (int i = 0; i < FLV_VIEWERS; i++) {
            people.execute(counted(() -> web.watch("/" + STREAM + ".flv", WATCH_MS)));
            if (i < WEB_SOCKET_VIEWERS) {
                people.execute(counted(() -> web.watchFrames("/" + STREAM + ".flv", WATCH_MS)));
            }
            if (i < RTMP_VIEWERS) {
                people.execute(counted(() ->
                        RtmpConversation.play(rtmp(), STREAM, WATCH_MS)));
            }
            if (i < TLS_VIEWERS && ports.https() > 0) {
                HttpConversation tls = new HttpConversation(ports.https(), true);
                people.execute(counted(() -> tls.watch("/" + STREAM + ".flv", WATCH_MS)));
            }
            Thread.sleep(ROUND_MS / FLV_VIEWERS);
        }
    }

    /// One conversation.
    interface Conversation {
        void hold() throws IOException, ProtocolViolation, GeneralSecurityException,
                InterruptedException;
    }

    private Runnable counted(Conversation conversation) {
        return () -> {
            try {
                conversation.hold();
                done.incrementAndGet();
            } catch (IOException | UncheckedIOException | ProtocolViolation
                    | GeneralSecurityException | InterruptedException e) {
                failed.incrementAndGet();
            }
        };
    }
}
