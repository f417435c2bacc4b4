package io.freshet.gateway.rtmp;

import io.freshet.gateway.Addresses;
import io.freshet.gateway.StreamFinder;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.live.AccessPolicy;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.session.Opening;
import io.freshet.live.session.Peer;
import io.freshet.live.session.Sessions;
import io.freshet.media.Bytes;
import io.freshet.media.StreamKey;
import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.PlayRequest;
import io.freshet.protocol.rtmp.PublishRequest;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpConnect;
import io.freshet.protocol.rtmp.RtmpServerListener;
import io.freshet.protocol.rtmp.RtmpServerSession;
import io.freshet.protocol.rtmp.RtmpStatus;
import io.freshet.protocol.rtmp.StreamParameters;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One RTMP connection: bytes to the session and back, and what the peer does meanwhile.
///
/// Threading: confined to the connection's loop.
final class RtmpConnection implements TcpHandler, RtmpServerListener {

    private static final System.Logger LOG = System.getLogger(RtmpConnection.class.getName());
    /// How often deadlines are looked at; they are 10 s and longer.
    private static final long LOOK_NS = 1_000_000_000L;
    /// Answers that the peer does not read: more than this is no conversation.
    private static final long ANSWER_BYTES_MAX = 1 << 20;
    /// Each refusal gives the peer a new deadline; who asks more often is guessing keys.
    private static final int REFUSALS_MAX = 5;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final RtmpGateway gateway;
    private final TcpConnection connection;
    private final RtmpServerSession session;
    private final long openedNs;
    private @Nullable RtmpPublishing publishing;
    private @Nullable RtmpPlaying playing;
    private String did = "nothing";
    private long bytesIn;
    private long readNs;
    private long answeredUnread;
    private int refusals;
    private boolean reading;
    private boolean unflushed;

    RtmpConnection(RtmpGateway gateway, TcpConnection connection) {
        this.gateway = gateway;
        this.connection = connection;
        this.openedNs = connection.loop().nowNs();
        this.readNs = openedNs;
        this.session = new RtmpServerSession(gateway.options(), this, this::answer,
                new SplittableRandom(openedNs ^ connection.remote().hashCode()), openedNs);
        connection.loop().schedule(this::look, LOOK_NS);
    }

    // ---- bytes

    @Override
    public void onBytes(ByteBuf bytes) {
        int count = bytes.readableBytes();
        bytesIn += count;
        readNs = connection.loop().nowNs();
        reading = true;
        try {
            session.receive(view(bytes, count), readNs);
        } catch (ProtocolViolation violation) {
            connection.close(CloseCause.PROTOCOL, String.valueOf(violation.getMessage()));
        } finally {
            reading = false;
        }
        if (session.isClosed()) {
            connection.closeWhenSent(CloseCause.DONE, "", LAST_WORDS);
        }
        flushAnswers();
    }

    /// For this call: pooled memory keeps a view of itself, which need not be made each time.
    private static ByteBuffer view(ByteBuf bytes, int count) {
        return bytes.nioBufferCount() == 1
                ? bytes.internalNioBuffer(bytes.readerIndex(), count) : bytes.nioBuffer();
    }

    @Override
    public void onReadComplete() {
        if (publishing != null) {
            publishing.handOver();
        }
    }

    private void answer(Bytes bytes) {
        ByteBuf out = connection.loop().allocator().directBuffer(bytes.length());
        connection.write(out.writeBytes(bytes.buffer()));
        unflushed = true;
        // While it is writable the peer reads; a player's media are bounded by themselves.
        answeredUnread = connection.isWritable() ? 0 : answeredUnread + bytes.length();
        if (answeredUnread > ANSWER_BYTES_MAX) {
            connection.close(CloseCause.SLOW, "does not read its answers");
        } else if (!reading) {
            flushAnswers();
        }
    }

    private void flushAnswers() {
        if (unflushed) {
            unflushed = false;
            connection.flush();
        }
    }

    private void look() {
        if (!connection.isOpen()) {
            return;
        }
        long nowNs = connection.loop().nowNs();
        if (nowNs > session.deadlineNs()) {
            connection.close(CloseCause.TIMEOUT, "still " + session.phase());
        } else if (publishing != null
                && publishing.idleNs(nowNs) > gateway.publisherIdle().toNanos()) {
            end(CloseCause.TIMEOUT, "no media for " + gateway.publisherIdle().toSeconds() + " s");
        } else {
            connection.loop().schedule(this::look, LOOK_NS);
        }
    }

    /// Says why, and closes.
    void end(CloseCause cause, String reason) {
        session.close(reason);
        if (publishing != null) {
            // Not when the peer has closed its side too: its successor may be waiting.
            publishing.leave(reason);
        }
        flushAnswers();
        connection.closeWhenSent(cause, reason, LAST_WORDS);
    }

    @Override
    public void onDraining() {
        if (publishing == null && playing == null) {
            end(CloseCause.SHUTDOWN, "the server is stopping");
        }
    }

    @Override
    public void onClosed(Closed closed) {
        if (publishing != null) {
            publishing.leave(closed.toString());
        }
        if (playing != null) {
            playing.leave(closed.toString());
        }
        publishing = null;
        playing = null;
        long ms = (connection.loop().nowNs() - openedNs) / 1_000_000;
        System.Logger.Level level = did.equals("nothing")
                ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
        LOG.log(level, () -> "rtmp closed remote=" + connection + " did=" + did + " reason="
                + closed + " duration=" + ms + "ms in=" + bytesIn);
    }

    // ---- what the peer wants

    @Override
    public RtmpCapabilities onConnect(RtmpConnect connect) {
        return RtmpGateway.CAPABILITIES;
    }

    @Override
    public void onPublish(PublishRequest request) {
        AccessPolicy.Request came = request(Action.PUBLISH, request.key(), request.parameters(),
                request.connect());
        boolean forwarded = RtmpForwarding.isForwarded(request.parameters());
        Optional<AccessPolicy.Request> meant = forwarded ? gateway.cluster().forwarding()
                .flatMap(each -> each.behind(came)) : Optional.of(came);
        if (meant.isEmpty()) {
            refusePublish(request, RtmpStatus.PUBLISH_DENIED,
                    "only nodes of this cluster may forward to it");
            return;
        }
        AccessPolicy.Request asked = meant.get();
        decide(asked, decision -> {
            if (!decision.allowed()) {
                refusePublish(request, RtmpStatus.PUBLISH_DENIED, decision.reason());
                return;
            }
            RtmpPublishing wish = new RtmpPublishing(this, request,
                    Opening.of(asked, decision.terms(), this::sendAway), forwarded);
            publishing = wish;
            wish.ask(gateway, new LiveLoop(connection.loop()));
        });
    }

    /// Says so and counts it; the fifth ends the connection.
    void refusePublish(PublishRequest request, String code, String reason) {
        if (!session.refusePublish(request, code, reason)) {
            return;
        }
        LOG.log(System.Logger.Level.INFO, () -> "rtmp publish refused remote=" + connection
                + " stream=" + request.key() + " reason=" + reason);
        refused();
    }

    /// Another request came to nothing; each gave the peer a new deadline.
    void refused() {
        if (++refusals >= REFUSALS_MAX) {
            end(CloseCause.PROTOCOL, "refused " + refusals + " times");
        } else if (!reading) {
            flushAnswers();
        }
    }

    @Override
    public void onMedia(int tagType, long timestampMs, Bytes body) {
        if (publishing != null) {
            publishing.onMedia(tagType, timestampMs, body);
            if (!reading) {
                publishing.handOver();
            }
        }
    }

    @Override
    public void onPublishEnd() {
        if (publishing != null) {
            publishing.handOver();
            publishing.leave("unpublished");
            publishing = null;
        }
    }

    @Override
    public void onPlay(PlayRequest request) {
        AccessPolicy.Request asked = request(Action.PLAY, request.key(), request.parameters(),
                request.connect());
        decide(asked, decision -> {
            if (!decision.allowed()) {
                session.refusePlay(request, RtmpStatus.PLAY_FAILED, decision.reason());
                refused();
                return;
            }
            RtmpPlaying wish = new RtmpPlaying(this, request,
                    Opening.of(asked, decision.terms(), this::sendAway));
            wish.find(gateway.cluster().resolver(), found -> play(wish, found));
        });
    }

    private void play(RtmpPlaying wish, Resolution found) {
        if (!connection.isOpen()) {
            return;
        }
        switch (wish.start(gateway, found)) {
            case STARTED -> playing = wish;
            case SENT_ON -> did = "sent on";
            case REFUSED -> refused();
            // Whoever is kept waiting would cost what it was refused for.
            case NO_ROOM -> end(CloseCause.REFUSED, "no room");
        }
        flushAnswers();
    }

    @Override
    public void onPause(boolean paused) {
        if (playing != null) {
            playing.pause(paused);
        }
    }

    @Override
    public void onReceive(boolean audio, boolean video) {
        if (playing != null) {
            playing.receive(audio, video);
        }
    }

    @Override
    public void onPlayEnd() {
        if (playing != null) {
            playing.leave("stopped playing");
            playing = null;
        }
    }

    private AccessPolicy.Request request(Action action, StreamKey key,
            StreamParameters parameters, RtmpConnect connect) {
        InetAddress remote = connection.remote().getAddress();
        return new AccessPolicy.Request(action, key, Protocol.RTMP, parameters.all(),
                new Peer(Addresses.text(remote), remote.isLoopbackAddress(), connection.secure(),
                        connect.flashVer(), "", ""));
    }

    /// Calls back on the loop.
    private void decide(AccessPolicy.Request asked, Consumer<Decision> then) {
        gateway.policy().decide(asked).whenComplete((decision, failure) -> onLoop(() -> {
            then.accept(failure == null ? decision
                    : Decision.refused("the server cannot decide now, try again"));
            flushAnswers();
        }));
    }

    /// The session is to end.
    private void sendAway(String reason) {
        onLoop(() -> {
            RtmpPlaying viewer = playing;
            if (viewer == null || !reason.equals(Sessions.MOVED)) {
                end(CloseCause.REVOKED, reason);
                return;
            }
            StreamFinder.onLoop(connection.loop(), gateway.cluster().resolver().resolve(
                    viewer.key(), Protocol.RTMP, viewer.peer()), found -> {
                        if (!viewer.move(found)) {
                            end(CloseCause.REVOKED, reason);
                        }
                        flushAnswers();
                    });
        });
    }

    /// Runs now if on the loop, else soon; not at all once the connection is closed.
    void onLoop(Runnable task) {
        if (connection.loop().inLoop()) {
            task.run();
        } else {
            connection.loop().execute(() -> {
                if (connection.isOpen()) {
                    task.run();
                }
            });
        }
    }

    // ---- for the two sides

    RtmpServerSession session() {
        return session;
    }

    Sessions sessions() {
        return gateway.sessions();
    }

    /// When the peer was last heard, on the loop's clock: one reading of it serves a whole read.
    long readNs() {
        return readNs;
    }

    TcpConnection connection() {
        return connection;
    }

    /// The wish to publish came to nothing.
    void notPublishing(RtmpPublishing wish) {
        // It may have asked again meanwhile.
        if (publishing == wish) {
            publishing = null;
        }
    }

    /// Notes what the session is for, and logs its beginning.
    void opened(String doing) {
        did = doing;
        LOG.log(System.Logger.Level.INFO, () -> "rtmp opened remote=" + connection + " " + doing
                + " " + (connection.secure() ? "tls" : "plain"));
    }
}
