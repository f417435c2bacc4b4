package io.freshet.gateway.flv;

import io.freshet.format.flv.TrackChoice;
import io.freshet.gateway.Admission;
import io.freshet.gateway.Answers;
import io.freshet.gateway.Exit;
import io.freshet.gateway.PlayAccess;
import io.freshet.gateway.Refusal;
import io.freshet.gateway.Route;
import io.freshet.gateway.StreamFinder;
import io.freshet.gateway.StreamFinder.Wanted;
import io.freshet.gateway.wire.Fanout;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.FlvWire;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.live.session.Terms;
import io.freshet.media.BadNameException;
import io.freshet.media.Kind;
import io.freshet.media.StreamKey;
import io.freshet.media.Tracks;
import io.freshet.net.NetLoop;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import io.freshet.net.http.HttpStream;
import java.util.Optional;
import java.util.function.Function;

/// `/APP/NAME.flv`, over HTTP or as a WebSocket; `?audio-only` and `?video-only` leave tracks out.
///
/// Threading: immutable; runs on the connection's loop.
public final class FlvRoute implements Route {

    private static final System.Logger LOG = System.getLogger(FlvRoute.class.getName());
    private static final String SUFFIX = ".flv";
    private static final HttpHeaders HEADERS = HttpHeaders.of(
            "Content-Type", "video/x-flv",
            "Cache-Control", "no-store",
            "Access-Control-Allow-Origin", "*",
            "X-Content-Type-Options", "nosniff",
            // A proxy that collects the body before it passes it on would collect for ever.
            "X-Accel-Buffering", "no");

    private final StreamFinder finder;
    private final PlayAccess access;
    private final Admission admission;
    private final Function<NetLoop, Fanouts> fanouts;

    /// @param finder  says where streams are
    /// @param fanouts those of a loop
    public FlvRoute(StreamFinder finder, PlayAccess access, Admission admission,
            Function<NetLoop, Fanouts> fanouts) {
        this.finder = finder;
        this.access = access;
        this.admission = admission;
        this.fanouts = fanouts;
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        String path = request.path();
        int slash = path.indexOf('/', 1);
        if (!path.endsWith(SUFFIX) || slash < 0) {
            return false;
        }
        StreamKey key;
        try {
            key = StreamKey.of(path.substring(1, slash),
                    path.substring(slash + 1, path.length() - SUFFIX.length()));
        } catch (BadNameException bad) {
            Answers.error(replier, 404, String.valueOf(bad.getMessage()));
            return true;
        }
        Protocol protocol = request.webSocket() ? Protocol.WS_FLV : Protocol.HTTP_FLV;
        access.check(key, protocol, request, replier, terms ->
                finder.find(new Wanted(key, protocol, request, replier), stream ->
                        play(stream, new Wish(key, protocol, terms), request, replier)));
        return true;
    }

    /// What one who was allowed to wants to watch.
    private record Wish(StreamKey key, Protocol protocol, Terms terms) {
    }

    private void play(LiveStream stream, Wish wish, HttpRequest request, HttpReplier replier) {
        StreamKey key = wish.key();
        TrackChoice choice = choice(request);
        if (hasNothingOf(choice, stream.lastReport().tracks())) {
            Answers.error(replier, 404, "stream " + key + " has no "
                    + (choice == TrackChoice.VIDEO_ONLY ? "picture" : "sound"));
            return;
        }
        if (access.isProbe(key, request)) {
            HttpStream out = replier.stream(200, HEADERS);
            fanout(stream, choice, out).observe(out, out::end);
            return;
        }
        Optional<Refusal> refusal = admission.refusal(replier.loop(), stream, wish.protocol());
        if (refusal.isPresent()) {
            Answers.refuse(replier, refusal.get());
            return;
        }
        Exit exit = new Exit();
        switch (access.open(key, wish.protocol(), request, wish.terms(), exit)) {
            case Sessions.Outcome.Full(String reason) -> Answers.error(replier, 403, reason);
            case Sessions.Outcome.Opened(Session session) -> {
                HttpStream out = wish.protocol() == Protocol.WS_FLV
                        ? replier.webSocket(HttpHeaders.EMPTY)
                        : replier.stream(200, HEADERS);
                out.onClosed(closed -> access.sessions().close(session, closed.toString()));
                exit.of(out);
                if (out.isOpen()) {
                    send(stream, choice, session, out);
                }
            }
        }
    }

    private Fanout fanout(LiveStream stream, TrackChoice choice, HttpStream out) {
        FlvWire.Framing framing = switch (out.framing()) {
            case RAW -> FlvWire.Framing.RAW;
            case HTTP_CHUNKED -> FlvWire.Framing.HTTP_CHUNKED;
            case WEBSOCKET -> FlvWire.Framing.WEBSOCKET;
        };
        return fanouts.apply(out.loop()).of(stream, new FlvWire(framing), choice);
    }

    private void send(LiveStream stream, TrackChoice choice, Session session, HttpStream out) {
        NetLoop loop = out.loop();
        fanout(stream, choice, out)
                .join(out, session.protocol(), session::carried, out::end);
        long sinceNs = loop.nowNs();
        String what = session.protocol() == Protocol.WS_FLV ? "ws-flv" : "http-flv";
        LOG.log(System.Logger.Level.INFO, () -> what + " opened remote=" + name(out) + " play="
                + stream.key() + " session=" + session.id());
        out.onClosed(closed -> LOG.log(System.Logger.Level.INFO, () -> what + " closed remote="
                + name(out) + " play=" + stream.key() + " session=" + session.id() + " reason="
                + closed + " duration=" + (loop.nowNs() - sinceNs) / 1_000_000 + "ms"));
    }

    private static String name(HttpStream out) {
        return out.remote().getAddress().getHostAddress() + ":" + out.remote().getPort();
    }

    /// Whether a viewer would wait for ever. While it is not known what the stream carries, one may
    /// wait.
    private static boolean hasNothingOf(TrackChoice choice, Tracks tracks) {
        boolean picture = tracks.first(Kind.VIDEO).isPresent();
        boolean sound = tracks.first(Kind.AUDIO).isPresent();
        return choice == TrackChoice.VIDEO_ONLY && sound && !picture
                || choice == TrackChoice.AUDIO_ONLY && picture && !sound;
    }

    private static TrackChoice choice(HttpRequest request) {
        if (request.parameter("audio-only").isPresent()) {
            return TrackChoice.AUDIO_ONLY;
        }
        return request.parameter("video-only").isPresent()
                ? TrackChoice.VIDEO_ONLY
                : TrackChoice.DEFAULT_TRACKS;
    }
}
