package io.freshet.gateway.rtmp;

import io.freshet.format.flv.TrackChoice;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.RtmpWire;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.live.Subscription;
import io.freshet.net.CloseCause;
import io.freshet.protocol.rtmp.PlayRequest;
import io.freshet.protocol.rtmp.RtmpStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a connection does that plays: it joins a fan-out, and leaves it to pause.
///
/// Threading: confined to the connection's loop.
final class RtmpPlaying {

    /// Each join costs the sending of a GOP: nobody's thumb is that restless.
    private static final int JOINS_MAX = 1000;

    private final RtmpConnection owner;
    private final PlayRequest request;
    private @Nullable LiveStream stream;
    private @Nullable Fanouts fanouts;
    private @Nullable Subscription joined;
    private int joins;
    private TrackChoice choice = TrackChoice.DEFAULT_TRACKS;

    RtmpPlaying(RtmpConnection owner, PlayRequest request) {
        this.owner = owner;
        this.request = request;
    }

    /// False if there is no such stream; the session has said so.
    boolean start(Streams streams, Fanouts of) {
        Optional<LiveStream> found = streams.find(request.key());
        if (found.isEmpty()) {
            owner.session().refusePlay(request, RtmpStatus.STREAM_NOT_FOUND,
                    "stream " + request.key() + " is not live");
            return false;
        }
        if (found.get().isFull()) {
            owner.session().refusePlay(request, RtmpStatus.PLAY_FAILED,
                    "stream " + request.key() + " has as many viewers as it may have");
            return false;
        }
        if (!owner.session().acceptPlay(request)) {
            return false;
        }
        stream = found.get();
        fanouts = of;
        owner.opened("play=" + request.key());
        join();
        return true;
    }

    private void join() {
        if (joined != null || stream == null || fanouts == null) {
            return;
        }
        if (++joins > JOINS_MAX) {
            owner.end(CloseCause.PROTOCOL, "paused more than " + JOINS_MAX + " times");
            return;
        }
        joined = fanouts.of(stream, new RtmpWire(), choice)
                .join(owner.connection(), Protocol.RTMP, this::onEnd);
    }

    private void onEnd() {
        owner.session().playUnpublishNotify();
        owner.session().playStreamEof();
        owner.connection().closeWhenSent(CloseCause.DONE, "stream ended", Duration.ofSeconds(5));
    }

    void pause(boolean paused) {
        if (paused) {
            leave();
        } else {
            join();
        }
    }

    void receive(boolean audio, boolean video) {
        TrackChoice next = audio == video ? TrackChoice.DEFAULT_TRACKS
                : audio ? TrackChoice.AUDIO_ONLY : TrackChoice.VIDEO_ONLY;
        if (!audio && !video) {
            leave();
        } else if (next != choice || joined == null) {
            leave();
            choice = next;
            join();
        }
    }

    void leave() {
        if (joined != null) {
            joined.cancel();
            joined = null;
        }
    }
}
