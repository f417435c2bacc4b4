package io.freshet.tools.probe;

import io.freshet.format.flv.FlvReader;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpClientListener;
import io.freshet.protocol.rtmp.RtmpClientSession;
import io.freshet.protocol.rtmp.RtmpClientTarget;
import io.freshet.protocol.rtmp.RtmpStatus;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.freshet.tools.wire.Connection;
import io.freshet.tools.wire.Conversation;
import io.freshet.tools.wire.FlvPlaying;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.MessageView;
import io.freshet.tools.wire.PeerFault;
import io.freshet.tools.wire.PlayListener;
import io.freshet.tools.wire.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Plays a stream by RTMP or FLV for a while, every byte of it.
///
/// Threading: confined to its loop while that runs, then to the main thread.
final class MediaProbe {

    private static final RtmpCapabilities CAPABILITIES = new RtmpCapabilities(
            List.of("*", "avc1", "hvc1", "av01", "vp09"), List.of("*", "mp4a", "Opus", "fLaC"),
            RtmpCapabilities.MULTITRACK | RtmpCapabilities.MOD_EX
                    | RtmpCapabilities.TIMESTAMP_NANO_OFFSET);

    private final StreamWatch watch = new StreamWatch(System.nanoTime());
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<String> reason = Optional.empty();

    private MediaProbe() {
    }

    /// Watches for that long, or until the server ends it.
    static Verdict run(Target target, Duration time) throws IOException, InterruptedException {
        MediaProbe probe = new MediaProbe();
        boolean early;
        try (LoadLoop loop = LoadLoop.start("probe")) {
            loop.execute(() -> loop.connect(target, probe.conversation(target)));
            early = probe.ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (!probe.watch.isAlive()) {
            return Verdict.unreachable(probe.reason.filter(_ -> early).orElse("nothing came"));
        }
        if (early) {
            probe.watch.fault("stream: " + probe.reason.orElse("ended"));
        }
        return new Verdict(true, probe.watch.sections(), probe.watch.findings());
    }

    private Conversation conversation(Target target) {
        if (target.kind() == Target.Kind.RTMP) {
            return new Rtmp(target);
        }
        FlvReader reader = new FlvReader();
        return new FlvPlaying(target, new Ending(), range -> {
            try {
                reader.read(range, this::accept);
            } catch (MediaException e) {
                throw new PeerFault(String.valueOf(e.getMessage()));
            }
        });
    }

    private void accept(int type, long timestampMs, Bytes body) {
        watch.accept(type, timestampMs, body, System.nanoTime(),
                ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    private void end(String why) {
        if (reason.isEmpty()) {
            reason = Optional.of(why);
        }
        ended.countDown();
    }

    /// The end of FLV.
    private final class Ending implements PlayListener {

        @Override
        public void onMessage(MessageView message, long nowNs) {
            throw new IllegalStateException("the reader takes the messages");
        }

        @Override
        public void onRead(int count, long nowNs) {
            // The messages in it tell enough.
        }

        @Override
        public void onClosed(String why, long nowNs) {
            end(why);
        }
    }

    /// Enhanced RTMP, as the newest players speak it.
    private final class Rtmp implements Conversation, RtmpClientListener {

        private final Target target;
        private @Nullable RtmpClientSession session;

        Rtmp(Target target) {
            this.target = target;
        }

        @Override
        public void onOpen(Connection connection, long nowNs) {
            RtmpClientSession begun = new RtmpClientSession(new RtmpClientTarget(target.tcUrl(),
                    target.app(), target.name(), RtmpClientTarget.Role.PLAY), CAPABILITIES, this,
                    bytes -> connection.send(bytes.buffer()), new ClientHandshake(new Random(nowNs),
                            ClientHandshake.Dialect.SIMPLE));
            session = begun;
            begun.open();
        }

        @Override
        public void onBytes(ByteBuffer in, long nowNs) throws PeerFault {
            try {
                if (session != null) {
                    session.receive(in);
                }
            } catch (ProtocolViolation e) {
                throw new PeerFault("RTMP: " + e.getMessage());
            }
        }

        @Override
        public void onClosed(String why, long nowNs) {
            end(why);
        }

        @Override
        public void onStarted(RtmpCapabilities server) {
            // Media follows.
        }

        @Override
        public void onMedia(int tagType, long timestampMs, Bytes body) {
            accept(tagType, timestampMs, body);
        }

        @Override
        public void onEnded(RtmpStatus status) {
            end("RTMP " + status.code() + " " + status.description());
        }

        @Override
        public void onReconnectRequest(Optional<String> tcUrl) {
            watch.fault("stream: the server asks to reconnect");
        }
    }
}
