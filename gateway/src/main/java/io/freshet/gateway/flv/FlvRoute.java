package io.freshet.gateway.flv;

import io.freshet.format.flv.TrackChoice;
import io.freshet.gateway.Admission;
import io.freshet.gateway.Answers;
import io.freshet.gateway.PlayAccess;
import io.freshet.gateway.Refusal;
import io.freshet.gateway.Route;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.FlvWire;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
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

    private final Streams streams;
    private final PlayAccess access;
    private final Admission admission;
    private final Function<NetLoop, Fanouts> fanouts;

    /// @param fanouts those of a loop
    public FlvRoute(Streams streams, PlayAccess access, Admission admission,
            Function<NetLoop, Fanouts> fanouts) {
        this.streams = streams;
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
        access.check(key, request, replier, () -> play(key, request, replier));
        return true;
    }

    private void play(StreamKey key, HttpRequest request, HttpReplier replier) {
        Optional<LiveStream> found = streams.find(key);
        if (found.isEmpty()) {
            Answers.error(replier, 404, "stream " + key + " is not live");
            return;
        }
        LiveStream stream = found.get();
        TrackChoice choice = choice(request);
        if (hasNothingOf(choice, stream.lastReport().tracks())) {
            Answers.error(replier, 404, "stream " + key + " has no "
                    + (choice == TrackChoice.VIDEO_ONLY ? "picture" : "sound"));
            return;
        }
        boolean webSocket = request.webSocket();
        Protocol protocol = webSocket ? Protocol.WS_FLV : Protocol.HTTP_FLV;
        Optional<Refusal> refusal = admission.refusal(replier.loop(), stream, protocol);
        if (refusal.isPresent()) {
            Answers.refuse(replier, refusal.get());
            return;
        }
        HttpStream out = webSocket
                ? replier.webSocket(HttpHeaders.EMPTY)
                : replier.stream(200, HEADERS);
        if (!out.isOpen()) {
            return;
        }
        FlvWire.Framing framing = switch (out.framing()) {
            case RAW -> FlvWire.Framing.RAW;
            case HTTP_CHUNKED -> FlvWire.Framing.HTTP_CHUNKED;
            case WEBSOCKET -> FlvWire.Framing.WEBSOCKET;
        };
        fanouts.apply(replier.loop()).of(stream, new FlvWire(framing), choice)
                .join(out, protocol, out::end);
        long sinceNs = replier.loop().nowNs();
        String what = (webSocket ? "ws-flv" : "http-flv");
        LOG.log(System.Logger.Level.INFO, () -> what + " opened remote=" + name(out) + " play="
                + key);
        out.onClosed(closed -> LOG.log(System.Logger.Level.INFO, () -> what + " closed remote="
                + name(out) + " play=" + key + " reason=" + closed + " duration="
                + (replier.loop().nowNs() - sinceNs) / 1_000_000 + "ms"));
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
