package io.freshet.gateway.pages;

import io.freshet.format.ts.TsSegmentWriter;
import io.freshet.media.Kind;
import io.freshet.media.StreamKey;
import io.freshet.media.Tracks;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a stream can be had on this host, for `/streams.json`.
///
/// Threading: immutable.
///
/// @param hls empty if there is no HLS
/// @param ts  empty if there is no HLS, or MPEG-TS would lack the picture or the sound
/// @param flv carries every codec there is
record PlayPaths(Optional<String> hls, Optional<String> ts, String flv) {

    /// @param hls whether the stream's app has HLS
    static PlayPaths of(StreamKey key, Tracks tracks, boolean hls) {
        String path = "/" + key;
        boolean whole = Stream.of(Kind.VIDEO, Kind.AUDIO).map(tracks::first)
                .flatMap(Optional::stream).allMatch(TsSegmentWriter::carries);
        return new PlayPaths(Optional.of(path + "/index.m3u8").filter(_ -> hls),
                Optional.of(path + "/ts.m3u8").filter(_ -> hls && whole), path + ".flv");
    }

    /// As members of an object: `"hls":"/live/demo/index.m3u8","ts":null,"flv":"/live/demo.flv"`.
    String json() {
        return "\"hls\":" + orNull(hls) + ",\"ts\":" + orNull(ts) + ",\"flv\":\"" + flv + "\"";
    }

    private static String orNull(Optional<String> path) {
        return path.map(it -> "\"" + it + "\"").orElse("null");
    }
}
