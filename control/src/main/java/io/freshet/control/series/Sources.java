package io.freshet.control.series;

import io.freshet.live.Streams;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Where figures come from.
///
/// @param streams   the node's
/// @param clock     the node's
/// @param findings  the worst of a stream, in a word
/// @param ages      of a stream's pictures on their way
/// @param loopLagMs of the loop that is latest
/// @param alerts    how many fire
public record Sources(Streams streams, Clock clock, Function<StreamKey, String> findings,
        Ages ages, DoubleSupplier loopLagMs, DoubleSupplier alerts) {

    /// Milliseconds; -1 if unknown.
    ///
    /// @param latency          when they come
    /// @param connection       from there to connections of RTMP and FLV
    /// @param playlist         from there to the playlist of HLS
    /// @param probedConnection until the node itself had them by HTTP-FLV
    /// @param probedPlaylist   until the node itself had them by HLS
    public record Ages(ToLongFunction<StreamKey> latency, ToLongFunction<StreamKey> connection,
            ToLongFunction<StreamKey> playlist, ToLongFunction<StreamKey> probedConnection,
            ToLongFunction<StreamKey> probedPlaylist) {
    }
}
