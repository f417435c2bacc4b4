package io.freshet.gateway.rtmp;

import io.freshet.format.flv.TrackChoice;
import io.freshet.gateway.Refusal;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.gateway.wire.RtmpWire;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.Subscriber;
import io.freshet.live.Subscription;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Signal;
import io.freshet.net.CloseCause;
import io.freshet.net.NetLoop;
import io.freshet.protocol.rtmp.PlayRequest;
import io.freshet.protocol.rtmp.RtmpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a connection does that plays: it joins a fan-out, and leaves it to pause.
///
/// One that pauses, or that wants a certain length only, listens to the stream itself as well: for
/// its end, and for how far it has come.
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
    private @Nullable Listener listening;
    private boolean paused;
    private long firstMs = Long.MIN_VALUE;
    private int joins;
    private TrackChoice choice = TrackChoice.DEFAULT_TRACKS;

    RtmpPlaying(RtmpConnection owner, PlayRequest request) {
        this.owner = owner;
        this.request = request;
    }

    /// What became of the wish to play.
    enum Outcome { STARTED, REFUSED, NO_ROOM }

    /// Whatever comes of it, the session has said so.
    Outcome start(RtmpGateway gateway) {
        Optional<LiveStream> found = gateway.streams().find(request.key());
        if (found.isEmpty()) {
            owner.session().refusePlay(request, RtmpStatus.STREAM_NOT_FOUND,
                    "stream " + request.key() + " is not live");
            return Outcome.REFUSED;
        }
        NetLoop loop = owner.connection().loop();
        Optional<Refusal> refusal =
                gateway.admission().refusal(loop, found.get(), Protocol.RTMP);
        if (refusal.isPresent()) {
            owner.session().refusePlay(request, RtmpStatus.PLAY_FAILED,
                    refusal.get().reason() + "; in " + refusal.get().retryS() + " s at best");
            return Outcome.NO_ROOM;
        }
        if (!owner.session().acceptPlay(request)) {
            return Outcome.REFUSED;
        }
        stream = found.get();
        fanouts = gateway.fanouts().apply(loop);
        owner.opened("play=" + request.key());
        join();
        return Outcome.STARTED;
    }

    private void join() {
        if (joined != null || stream == null || fanouts == null) {
            return;
        }
        if (++joins > JOINS_MAX) {
            owner.end(CloseCause.PROTOCOL, "paused more than " + JOINS_MAX + " times");
            return;
        }
        if (request.durationMs() <= 0) {
            listenNoMore();
        } else if (firstMs == Long.MIN_VALUE) {
            // The length counts from what is heard first: then it joins.
            listen(stream);
            return;
        }
        joined = fanouts.of(stream, new RtmpWire(), choice)
                .join(owner.connection(), Protocol.RTMP, this::onEnd);
    }

    /// Of both subscriptions to a stream that ends the first to hear it says so.
    private void onEnd() {
        leave();
        owner.session().playUnpublishNotify();
        finish("stream ended");
    }

    private void finish(String why) {
        owner.session().playStreamEof();
        owner.connection().closeWhenSent(CloseCause.DONE, why, Duration.ofSeconds(5));
    }

    private void listen(LiveStream to) {
        if (listening != null) {
            return;
        }
        Listener listener = new Listener();
        listening = listener;
        // It may hear, and end, before this returns.
        Subscription hold = to.subscribe(new LiveLoop(owner.connection().loop()), listener);
        if (listening == listener) {
            listener.hold = hold;
        } else {
            hold.cancel();
        }
    }

    private void listenNoMore() {
        if (listening != null && listening.hold != null) {
            listening.hold.cancel();
        }
        listening = null;
    }

    private void stopSending() {
        if (joined != null) {
            joined.cancel();
            joined = null;
        }
    }

    private final class Listener implements Subscriber {

        private @Nullable Subscription hold;

        @Override
        public void onSignals(List<Signal> batch) {
            for (Signal signal : batch) {
                if (listening == this && request.durationMs() > 0
                        && signal instanceof Frame frame && frame.kind() != Kind.DATA) {
                    heard(frame.dtsOn(1000));
                }
            }
        }

        private void heard(long ms) {
            if (firstMs == Long.MIN_VALUE) {
                firstMs = ms;
                if (!paused) {
                    join();
                }
            } else if (ms - firstMs >= request.durationMs()) {
                leave();
                finish("played " + request.durationMs() + " ms, as asked for");
            }
        }

        @Override
        public void onEnd() {
            if (joined == null && listening == this) {
                RtmpPlaying.this.onEnd();
            }
        }
    }

    /// A player that gets nothing still hears of the end.
    private void pause() {
        paused = true;
        stopSending();
        if (stream != null) {
            listen(stream);
        }
    }

    void pause(boolean pauses) {
        if (pauses) {
            pause();
        } else {
            paused = false;
            join();
        }
    }

    void receive(boolean audio, boolean video) {
        TrackChoice next = audio == video ? TrackChoice.DEFAULT_TRACKS
                : audio ? TrackChoice.AUDIO_ONLY : TrackChoice.VIDEO_ONLY;
        if (!audio && !video) {
            pause();
        } else if (next != choice || joined == null) {
            stopSending();
            choice = next;
            paused = false;
            join();
        }
    }

    void leave() {
        stopSending();
        listenNoMore();
    }
}
