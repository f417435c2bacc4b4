package io.freshet.gateway.rtmp;

import io.freshet.format.flv.TrackChoice;
import io.freshet.gateway.Refusal;
import io.freshet.gateway.StreamFinder;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.gateway.wire.RtmpWire;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Here;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.Subscriber;
import io.freshet.live.Subscription;
import io.freshet.live.session.Opening;
import io.freshet.live.session.Peer;
import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.net.CloseCause;
import io.freshet.net.NetLoop;
import io.freshet.protocol.rtmp.PlayRequest;
import io.freshet.protocol.rtmp.RtmpStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
    private final Opening opening;
    private final Sessions sessions;
    private @Nullable Session session;
    private @Nullable LiveStream stream;
    private @Nullable Fanouts fanouts;
    private @Nullable Subscription joined;
    private @Nullable Listener listening;
    private boolean paused;
    private long firstMs = Long.MIN_VALUE;
    private int joins;
    private TrackChoice choice = TrackChoice.DEFAULT_TRACKS;

    RtmpPlaying(RtmpConnection owner, PlayRequest request, Opening opening) {
        this.owner = owner;
        this.request = request;
        this.opening = opening;
        this.sessions = owner.sessions();
    }

    /// What became of the wish to play.
    enum Outcome { STARTED, SENT_ON, REFUSED, NO_ROOM }

    /// Finds the stream; here, for a player that would not follow to another node.
    void find(StreamResolver resolver, Consumer<Resolution> then) {
        NetLoop loop = owner.connection().loop();
        StreamFinder.onLoop(loop, resolve(resolver), found -> {
            if (found instanceof Redirect(_, var otherwise) && otherwise.isPresent()
                    && !owner.session().understandsReconnect()) {
                StreamFinder.onLoop(loop, resolve(otherwise.get()), then);
            } else {
                then.accept(found);
            }
        });
    }

    private CompletionStage<Resolution> resolve(StreamResolver resolver) {
        return resolver.resolve(key(), Protocol.RTMP, peer());
    }

    /// Whatever comes of it, the session has said so.
    Outcome start(RtmpGateway gateway, Resolution found) {
        return switch (found) {
            case Here(LiveStream here) -> start(gateway, here);
            case Redirect(URI node, _) -> {
                String url = node + "/" + request.key().app();
                if (owner.session().requestReconnect(Optional.of(url), "played there")) {
                    yield Outcome.SENT_ON;
                }
                yield notFound("stream " + request.key() + " is played at " + url);
            }
            case Absent(String reason) -> notFound(reason);
        };
    }

    StreamKey key() {
        return request.key();
    }

    Peer peer() {
        return opening.peer();
    }

    /// Asks the player to go on at another node; it stays until it has gone there.
    ///
    /// @return false if it cannot be asked, or there is none
    boolean move(Resolution found) {
        return found instanceof Redirect(URI node, _) && owner.session().requestReconnect(
                Optional.of(node + "/" + request.key().app()), "played there");
    }

    private Outcome notFound(String reason) {
        owner.session().refusePlay(request, RtmpStatus.STREAM_NOT_FOUND, reason);
        return Outcome.REFUSED;
    }

    private Outcome start(RtmpGateway gateway, LiveStream found) {
        NetLoop loop = owner.connection().loop();
        Optional<Refusal> refusal =
                gateway.admission().refusal(loop, found, Protocol.RTMP);
        if (refusal.isPresent()) {
            owner.session().refusePlay(request, RtmpStatus.PLAY_FAILED,
                    refusal.get().reason() + "; in " + refusal.get().retryS() + " s at best");
            return Outcome.NO_ROOM;
        }
        return switch (sessions.open(opening)) {
            case Sessions.Outcome.Full(String reason) -> {
                owner.session().refusePlay(request, RtmpStatus.PLAY_FAILED, reason);
                yield Outcome.REFUSED;
            }
            case Sessions.Outcome.Opened(Session opened) -> {
                session = opened;
                if (!owner.session().acceptPlay(request)) {
                    leave("stopped before it began");
                    yield Outcome.REFUSED;
                }
                stream = found;
                fanouts = gateway.fanouts().apply(loop);
                owner.opened("play=" + request.key() + " session=" + opened.id());
                join();
                yield Outcome.STARTED;
            }
        };
    }

    private void join() {
        if (joined != null || stream == null || fanouts == null || session == null) {
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
                .join(owner.connection(), Protocol.RTMP, session::carried, this::onEnd);
    }

    /// Of both subscriptions to a stream that ends the first to hear it says so.
    private void onEnd() {
        leave("stream ended");
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
                String why = "played " + request.durationMs() + " ms, as asked for";
                leave(why);
                finish(why);
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

    void leave(String reason) {
        stopSending();
        listenNoMore();
        if (session != null) {
            sessions.close(session, reason);
            session = null;
        }
    }
}
