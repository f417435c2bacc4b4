package io.freshet.gateway;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import io.freshet.net.http.HttpRequest;
import java.util.Arrays;
import java.util.Set;

/// What the query of `/route` and `/steer` asks for.
///
/// @param key      which stream
/// @param way      how it wants to watch
/// @param except   ids of nodes that did not do
/// @param token    playback token, empty if none; never logged
record ViewerWish(StreamKey key, Way way, Set<String> except, String token) {

    /// More nodes than a patient player has tried.
    private static final int EXCEPT_MAX = 20;

    /// How to watch.
    enum Way {
        HLS("/index.m3u8"), DASH("/manifest.mpd"), FLV(".flv"), WS(".flv"), RTMP("");

        private final String ending;

        Way(String ending) {
            this.ending = ending;
        }
    }

    /// Reads it.
    ///
    /// @throws BadNameException saying what is wrong
    static ViewerWish of(HttpRequest request) throws BadNameException {
        String stream = request.parameter("stream").orElse("");
        int slash = stream.indexOf('/');
        if (slash < 1) {
            throw new BadNameException("say which stream: ?stream=APP/NAME");
        }
        StreamKey key = StreamKey.of(stream.substring(0, slash), stream.substring(slash + 1));
        String except = request.parameter("except").orElse("");
        String[] nodes = except.isEmpty() ? new String[0] : except.split(",", EXCEPT_MAX + 1);
        if (nodes.length > EXCEPT_MAX) {
            throw new BadNameException("except names more than " + EXCEPT_MAX + " nodes");
        }
        String token = request.parameter("token").orElse("");
        return new ViewerWish(key, way(request.parameter("protocol").orElse("hls")),
                Set.of(Arrays.stream(nodes).distinct().toArray(String[]::new)),
                TokenPath.isToken(token) ? token : "");
    }

    private static Way way(String protocol) throws BadNameException {
        return switch (protocol) {
            case "hls" -> Way.HLS;
            case "dash" -> Way.DASH;
            case "flv" -> Way.FLV;
            case "ws" -> Way.WS;
            case "rtmp" -> Way.RTMP;
            default -> throw new BadNameException(
                    "protocol must be hls, dash, flv, ws or rtmp");
        };
    }

    /// By which of a node's addresses, as the viewer came by TLS or not.
    String scheme(boolean secure) {
        return (way == Way.RTMP ? "rtmp" : "http") + (secure ? "s" : "");
    }

    /// Where the stream is at that place.
    String url(ViewerGuide.Place place) {
        String origin = way == Way.WS ? place.origin().replaceFirst("^http", "ws")
                : place.origin();
        String path = "/" + key + way.ending;
        if (token.isEmpty()) {
            return origin + path;
        }
        return way == Way.HLS || way == Way.DASH ? origin + "/t/" + token + path
                : origin + path + "?token=" + token;
    }
}
