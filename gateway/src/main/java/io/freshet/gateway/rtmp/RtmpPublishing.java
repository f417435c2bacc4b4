package io.freshet.gateway.rtmp;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.live.Input;
import io.freshet.live.Loop;
import io.freshet.live.PublishOutcome;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.net.CloseCause;
import io.freshet.protocol.rtmp.PublishRequest;
import io.freshet.protocol.rtmp.RtmpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a connection does that publishes: messages become frames, one batch a read.
///
/// Threading: confined to the connection's loop, but for [#onDismissed].
final class RtmpPublishing implements Publisher {

    private final RtmpConnection owner;
    private final PublishRequest request;
    private final FlvDemuxer demuxer = new FlvDemuxer();
    private List<Signal> batch = new ArrayList<>();
    private long lastMediaNs;
    private @Nullable Input input;
    private boolean left;

    RtmpPublishing(RtmpConnection owner, PublishRequest request) {
        this.owner = owner;
        this.request = request;
        this.lastMediaNs = owner.connection().loop().nowNs();
    }

    void ask(Streams streams, Loop loop) {
        streams.publish(request.key(), this, loop).whenComplete((outcome, failure) ->
                owner.connection().loop().execute(() -> answer(failure == null ? outcome
                        : new PublishOutcome.NotAllowed("the server failed: " + failure))));
    }

    private void answer(PublishOutcome outcome) {
        switch (outcome) {
            case PublishOutcome.Accepted(Input accepted, boolean onAir) -> {
                input = accepted;
                lastMediaNs = owner.connection().loop().nowNs();
                if (left || !owner.connection().isOpen()
                        || !owner.session().acceptPublish(request)) {
                    accepted.close("left before it was let in");
                    owner.notPublishing(this);
                    return;
                }
                handOver();
                owner.opened("publish=" + request.key() + (onAir ? "" : " standby=true"));
            }
            case PublishOutcome.AlreadyPublishing(String reason) ->
                    refuse(RtmpStatus.PUBLISH_BAD_NAME, reason);
            case PublishOutcome.NotAllowed(String reason) ->
                    refuse(RtmpStatus.PUBLISH_DENIED, reason);
        }
    }

    private void refuse(String code, String reason) {
        owner.notPublishing(this);
        owner.refusePublish(request, code, reason);
    }

    void onMedia(int tagType, long timestampMs, Bytes body) {
        lastMediaNs = owner.connection().loop().nowNs();
        try {
            demuxer.accept(tagType, timestampMs, body, batch::add);
        } catch (MediaException bad) {
            handOver();
            owner.end(CloseCause.PROTOCOL, String.valueOf(bad.getMessage()));
        }
    }

    /// Gives the stream what has come with this read.
    void handOver() {
        if (input != null && !batch.isEmpty()) {
            input.push(batch);
            batch = new ArrayList<>();
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
    }

    @Override
    public String label() {
        return "rtmp " + owner.connection();
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
