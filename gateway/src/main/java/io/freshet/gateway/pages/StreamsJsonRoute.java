package io.freshet.gateway.pages;

import io.freshet.gateway.Route;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport;
import io.freshet.live.StreamReport.State;
import io.freshet.live.Streams;
import io.freshet.live.relay.TrialName;
import io.freshet.media.Clock;
import io.freshet.media.Kind;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `/streams.json`: the public streams, for the pages; rendered at most once a second, and more
/// seldom by a loop that is late.
///
/// The contract is docs/streams-json.md. Names hold no character that JSON would have to escape.
///
/// Threading: shared; a rendering may be made twice, which does no harm.
public final class StreamsJsonRoute implements Route {

    private static final HttpHeaders HEADERS = HttpHeaders.of(
            "Content-Type", "application/json",
            "Cache-Control", "no-cache",
            "Access-Control-Allow-Origin", "*",
            "X-Content-Type-Options", "nosniff");
    private static final long FRESH_NS = 1_000_000_000L;
    private static final long FRESH_UNDER_PRESSURE_NS = 5_000_000_000L;

    private final Streams streams;
    private final Function<String, Listing> apps;
    private final String head;
    private final Clock clock;
    private volatile Rendering last = new Rendering(HttpBody.EMPTY, Long.MIN_VALUE / 2);

    private record Rendering(HttpBody body, long atNs) {
    }

    /// @param apps    how the streams of an app are listed
    /// @param version of this program
    /// @param ports   that really listen
    public StreamsJsonRoute(Streams streams, Function<String, Listing> apps, String version,
            Ports ports, Clock clock) {
        this.streams = streams;
        this.apps = apps;
        this.clock = clock;
        this.head = "{\"version\":\"" + version + "\",\"ports\":" + ports.json()
                + ",\"streams\":[";
    }

    /// What is told about an app's streams.
    ///
    /// @param listed whether they are told of at all
    /// @param hls    whether HLS is made of them
    public record Listing(boolean listed, boolean hls) {
    }

    /// The ports that really listen; 0 for one that is switched off.
    public record Ports(int rtmp, int rtmps, int http, int https) {

        private String json() {
            return "{\"rtmp\":" + orNull(rtmp) + ",\"rtmps\":" + orNull(rtmps)
                    + ",\"http\":" + orNull(http) + ",\"https\":" + orNull(https) + "}";
        }

        private static String orNull(int port) {
            return port == 0 ? "null" : Integer.toString(port);
        }
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        if (!request.path().equals("/streams.json")) {
            return false;
        }
        Rendering rendering = last;
        long freshNs = replier.loop().load().isPressed() ? FRESH_UNDER_PRESSURE_NS : FRESH_NS;
        if (clock.monotonicNs() - rendering.atNs() > freshNs) {
            rendering = new Rendering(HttpBody.text(render()), clock.monotonicNs());
            last = rendering;
        }
        replier.reply(200, HEADERS, rendering.body());
        return true;
    }

    private String render() {
        List<LiveStream> listed = streams.all().stream()
                .filter(stream -> apps.apply(stream.key().app()).listed())
                .filter(stream -> stream.lastReport().state() != State.ENDED
                        && !TrialName.is(stream.key()))
                .sorted(Comparator.comparing(stream -> stream.key().toString()))
                .toList();
        return listed.stream().map(this::json)
                .collect(Collectors.joining(",", head, "]}"));
    }

    private String json(LiveStream stream) {
        StreamReport report = stream.lastReport();
        PlayPaths paths = PlayPaths.of(report.key(), report.tracks(),
                apps.apply(report.key().app()).hls());
        return "{\"app\":\"" + report.key().app() + "\",\"name\":\"" + report.key().name()
                + "\",\"state\":\"" + (report.state() == State.LIVE ? "live" : "waiting")
                + "\",\"sinceMs\":" + report.openedWallMs()
                + ",\"video\":" + report.tracks().first(Kind.VIDEO)
                        .map(track -> video(track, report.framesPerSecond())).orElse("null")
                + ",\"audio\":" + report.tracks().first(Kind.AUDIO)
                        .map(StreamsJsonRoute::audio).orElse("null")
                + ",\"bitrateBps\":" + report.bitrateBps()
                + ",\"viewers\":" + stream.audience().watching()
                + "," + paths.json() + "}";
    }

    private static String video(Track track, double fps) {
        Traits.Picture picture = track.traits() instanceof Traits.Picture known
                ? known : new Traits.Picture(0, 0, 0, -1);
        double shown = picture.framesPerKilosecond() > 0
                ? picture.framesPerKilosecond() / 1000.0 : fps;
        return codec(track) + ",\"width\":" + picture.width() + ",\"height\":" + picture.height()
                + ",\"fps\":" + String.format(Locale.ROOT, "%.2f", shown) + "}";
    }

    private static String audio(Track track) {
        Traits.Sound sound = track.traits() instanceof Traits.Sound known
                ? known : new Traits.Sound(0, 0, 0);
        return codec(track) + ",\"sampleRateHz\":" + sound.sampleRateHz()
                + ",\"channels\":" + sound.channels() + "}";
    }

    private static String codec(Track track) {
        return "{\"codec\":\"" + track.codec().label() + "\",\"codecString\":\""
                + track.codecString() + "\"";
    }
}
