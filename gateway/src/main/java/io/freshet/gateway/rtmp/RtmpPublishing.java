package io.freshet.gateway.rtmp;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.live.Input;
import io.freshet.live.Loop;
import io.freshet.live.PublishOutcome;
import io.freshet.live.PublishPlacement.Elsewhere;
import io.freshet.live.PublishPlacement.Here;
import io.freshet.live.PublishPlacement.Nowhere;
import io.freshet.live.PublishPlacement.Standby;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.live.session.Opening;
import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.net.CloseCause;
import io.freshet.protocol.rtmp.PublishRequest;
import io.freshet.protocol.rtmp.RtmpClientTarget;
import io.freshet.protocol.rtmp.RtmpStatus;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a connection does that publishes: messages become frames, one batch a read.
///
/// Threading: confined to the connection's loop, but for [#onDismissed].
final class RtmpPublishing implements Publisher {

    private static final int BATCH_SIZE = 2;
    /// In less no second message comes from most encoders.
    private static final Duration REST_MIN = Duration.ofMillis(10);

    private final RtmpConnection owner;
    private final PublishRequest request;
    private final Opening opening;
    private final Sessions sessions;
    private final FlvDemuxer demuxer = new FlvDemuxer();
    /// A read has one message as a rule, and a frame or two.
    private List<Signal> batch = new ArrayList<>(BATCH_SIZE);
    // Kept, so that a message does not make one.
    private final Consumer<Signal> into = this::keep;
    private long lastMediaNs;
    private @Nullable Input input;
    private @Nullable Session session;
    private @Nullable RtmpForward forward;
    private final boolean forwarded;
    private boolean left;

    /// @param forwarded whether another node sends it on
    RtmpPublishing(RtmpConnection owner, PublishRequest request, Opening opening,
            boolean forwarded) {
        this.forwarded = forwarded;
        this.owner = owner;
        this.request = request;
        this.opening = opening;
        this.sessions = owner.sessions();
        this.lastMediaNs = owner.connection().loop().nowNs();
    }

    void ask(RtmpGateway gateway, Loop loop) {
        gateway.cluster().placement().place(request.key(), opening.peer())
                .thenCompose(placement -> switch (placement) {
                    case Elsewhere(URI node) -> sendOn(gateway.cluster().forwarding(), node);
                    case Here _, Standby _, Nowhere _ ->
                            gateway.streams().publish(request.key(), this, loop, placement);
                })
                .whenComplete((outcome, failure) ->
                        owner.connection().loop().execute(() -> answer(failure == null ? outcome
                                : new PublishOutcome.NotAllowed("the server failed: " + failure))));
    }

    /// Encoders that know Enhanced RTMP go there by themselves; for others it is forwarded.
    private CompletionStage<PublishOutcome> sendOn(Optional<RtmpForwarding> forwarding, URI node) {
        String url = node + "/" + request.key().app();
        CompletableFuture<PublishOutcome> told = new CompletableFuture<>();
        owner.onLoop(() -> {
            boolean goes = owner.session().requestReconnect(Optional.of(url), "published there");
            if (goes || forwarded || forwarding.isEmpty()) {
                told.complete(new PublishOutcome.NotAllowed("publish to " + url));
            } else {
                forward(forwarding.get(), node, url);
            }
        });
        return told;
    }

    private void forward(RtmpForwarding forwarding, URI node, String url) {
        RtmpClientTarget target = new RtmpClientTarget(url, request.key().app(),
                forwarding.name(request.key(), request.parameters(), opening.peer()),
                RtmpClientTarget.Role.PUBLISH);
        Going going = new Going(url);
        forwarding.client().connect(owner.connection().loop(),
                new InetSocketAddress(node.getHost(), node.getPort()), connection -> {
                    RtmpForward begun = new RtmpForward(going, connection, target);
                    forward = begun;
                    begun.open();
                    if (left) {
                        begun.leave();
                    }
                    return begun;
                }, reason -> going.refused(RtmpStatus.PUBLISH_DENIED, url + ": " + reason));
    }

    /// What the node says to which this encoder's messages go.
    ///
    /// Threading: confined to the connection's loop.
    private final class Going implements RtmpForward.Encoder {

        private final String url;

        Going(String url) {
            this.url = url;
        }

        @Override
        public void taken() {
            if (begins()) {
                owner.opened("publish=" + request.key() + " forwarded-to=" + url);
            }
        }

        @Override
        public void refused(String code, String reason) {
            forward = null;
            refuse(code, reason);
        }

        @Override
        public void lost(String reason) {
            forward = null;
            owner.end(CloseCause.DONE, reason);
        }
    }

    /// Tells the encoder that it may send.
    ///
    /// @return false if it has left meanwhile
    private boolean begins() {
        lastMediaNs = owner.connection().loop().nowNs();
        if (left || !owner.connection().isOpen() || !owner.session().acceptPublish(request)) {
            leave("left before it was let in");
            owner.notPublishing(this);
            return false;
        }
        if (sessions.open(opening) instanceof Sessions.Outcome.Opened(Session opened)) {
            session = opened;
        }
        return true;
    }

    private void answer(PublishOutcome outcome) {
        switch (outcome) {
            case PublishOutcome.Accepted(Input accepted, boolean onAir) -> {
                input = accepted;
                if (!begins()) {
                    return;
                }
                handOver();
                if (accepted.framesAreHeld()) {
                    owner.session().framesAreHeld();
                }
                restAfterReads(accepted.options().flush().rest());
                owner.opened("publish=" + request.key() + (onAir ? "" : " standby=true"));
            }
            case PublishOutcome.AlreadyPublishing(String reason) ->
                    refuse(RtmpStatus.PUBLISH_BAD_NAME, reason);
            case PublishOutcome.NotAllowed(String reason) ->
                    refuse(RtmpStatus.PUBLISH_DENIED, reason);
        }
    }

    private void restAfterReads(Duration rest) {
        if (rest.compareTo(REST_MIN) >= 0) {
            owner.connection().restAfterReads(rest);
        }
    }

    private void refuse(String code, String reason) {
        owner.notPublishing(this);
        owner.refusePublish(request, code, reason);
    }

    void onMedia(int tagType, long timestampMs, Bytes body) {
        lastMediaNs = owner.readNs();
        if (session != null) {
            session.carried(body.length());
        }
        if (forward != null) {
            forward.send(tagType, timestampMs, body);
            return;
        }
        try {
            demuxer.accept(tagType, timestampMs, body, into);
        } catch (MediaException bad) {
            handOver();
            owner.end(CloseCause.PROTOCOL, String.valueOf(bad.getMessage()));
        }
    }

    private void keep(Signal signal) {
        batch.add(signal);
    }

    /// Gives the stream what has come with this read.
    void handOver() {
        if (forward != null) {
            forward.flush();
        }
        if (input != null && !batch.isEmpty()) {
            input.push(batch);
            batch = new ArrayList<>(BATCH_SIZE);
        }
    }

    long idleNs(long nowNs) {
        return nowNs - lastMediaNs;
    }

    void leave(String reason) {
        left = true;
        if (input != null) {
            input.close(reason);
        }
        if (forward != null) {
            forward.leave();
            forward = null;
        }
        if (session != null) {
            sessions.close(session, reason);
            session = null;
        }
    }

    @Override
    public String label() {
        return "rtmp " + owner.connection();
    }

    @Override
    public void onMoved(URI node) {
        owner.onLoop(() -> owner.session().requestReconnect(
                Optional.of(node + "/" + request.key().app()), "published there"));
    }

    @Override
    public void onDismissed(String reason) {
        owner.onLoop(() -> {
            boolean stopping = reason.equals(Streams.STOPPING);
            if (stopping && owner.session().requestReconnect(Optional.empty(), reason)) {
                return;
            }
            if (!stopping) {
                owner.end(CloseCause.REVOKED, reason);
            }
        });
    }
}
