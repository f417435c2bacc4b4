package io.freshet.server.healing;

import io.freshet.coordination.NodeRecord;
import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.demo.Clip;
import io.freshet.live.relay.TrialName;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.server.healing.Playing.CannotPlay;
import io.freshet.server.rehearsal.RtmpConversation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Pushes a short stream to a node and plays it from there.
///
/// Threading: shared; blocks for half a minute at most.
///
/// @param app    in which it is pushed
/// @param clock  dates its signature
record Trial(String app, NodeSecret secret, Playing playing, Clock clock) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 500;

    /// @return why it does not play, in words; empty if it does
    Optional<String> run(NodeRecord node) throws InterruptedException {
        URI rtmp = URI.create(node.address("rtmp"));
        if (rtmp.getHost() == null || rtmp.getPort() < 0) {
            return Optional.of("node " + node.id() + " has no address for RTMP");
        }
        StreamKey key = new StreamKey(app, TrialName.of(node.id()));
        AtomicReference<String> refused = new AtomicReference<>("");
        Thread publisher = Thread.ofVirtual().name("trial").start(() -> publish(
                new InetSocketAddress(rtmp.getHost(), rtmp.getPort()), key, refused));
        try {
            return play(node, key, publisher, refused);
        } finally {
            publisher.interrupt();
        }
    }

    private void publish(InetSocketAddress node, StreamKey key, AtomicReference<String> refused) {
        try {
            RtmpConversation.publish(node, TrialStream.publishName(key, secret, clock.wallMs()),
                    Clip.bundled());
        } catch (IOException | UncheckedIOException | ProtocolViolation failed) {
            refused.set("publishing the trial stream: " + failed.getMessage());
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> play(NodeRecord node, StreamKey key, Thread publisher,
            AtomicReference<String> refused) throws InterruptedException {
        long endNs = clock.monotonicNs() + PATIENCE.toNanos();
        String last = "the trial stream does not play";
        while (clock.monotonicNs() < endNs) {
            if (!publisher.isAlive()) {
                String why = Objects.requireNonNullElse(refused.get(), "");
                return Optional.of(why.isEmpty() ? last : why);
            }
            try {
                if (playing.hls(node, key.toString()).segments() > 0) {
                    playing.flv(node, key.toString());
                    return Optional.empty();
                }
            } catch (CannotPlay | IOException notYet) {
                last = "the trial stream: " + notYet.getMessage();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return Optional.of(last);
    }
}
