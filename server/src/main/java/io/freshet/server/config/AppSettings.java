package io.freshet.server.config;

import java.time.Duration;
import java.util.List;

/// One app: a tenant with its own limits and policies.
///
/// @param listed          whether its streams are shown to the public
/// @param publishKeys     what a publisher may give as `?key=`; never log them
/// @param flushInterval   how often viewers are written to
/// @param takeover        what a second publisher gets
/// @param inputs          publishers of one stream at a time
/// @param reconnectWindow how long a stream waits for a publisher that dropped
/// @param gop             what is kept for those who join
/// @param viewers         bounds of one viewer and of their number
/// @param streamsMax      streams of this app at a time
/// @param hls             segments and parts
public record AppSettings(boolean listed, List<String> publishKeys, FlushInterval flushInterval,
        Takeover takeover, int inputs, Duration reconnectWindow, Gop gop, Viewers viewers,
        int streamsMax, HlsSettings hls) {

    public AppSettings {
        publishKeys = List.copyOf(publishKeys);
    }

    /// What happens to a second publisher of a stream that has one.
    public enum Takeover implements Choice {
        /// It takes over if the first has sent no frame for 1 s; else it waits, if `inputs` allows.
        WHEN_SILENT,
        /// It takes over, at most once in 10 s.
        NEWEST,
        /// It is refused.
        REFUSE;
    }

    /// What is kept since the last key frame.
    ///
    /// @param framesMax   of all tracks
    /// @param bytesMax    of all tracks
    /// @param durationMax since the key frame
    public record Gop(int framesMax, long bytesMax, Duration durationMax) {
    }

    /// Bounds of one viewer, and how many there may be.
    ///
    /// @param behindBytesMax unsent bytes past which it skips to a key frame
    /// @param behindMax      age of the oldest unsent byte past which it skips to a key frame
    /// @param patience       without taking a byte, then it is closed
    /// @param perStreamMax   viewers of one stream at a time
    public record Viewers(long behindBytesMax, Duration behindMax, Duration patience,
            int perStreamMax) {
    }

    static AppSettings of(Values values, String app) {
        Gop gop = new Gop(values.of(AppKeys.GOP_FRAMES, app), values.of(AppKeys.GOP_BYTES, app),
                values.of(AppKeys.GOP_DURATION, app));
        Viewers viewers = new Viewers(values.of(AppKeys.BEHIND_BYTES, app),
                values.of(AppKeys.BEHIND, app), values.of(AppKeys.PATIENCE, app),
                values.of(AppKeys.VIEWERS_MAX, app));
        HlsSettings hls = new HlsSettings(values.of(AppKeys.HLS, app),
                values.of(AppKeys.HLS_SEGMENT, app), values.of(AppKeys.HLS_PART, app),
                values.of(AppKeys.HLS_WINDOW, app));
        return new AppSettings(values.of(AppKeys.PUBLIC, app),
                values.of(AppKeys.PUBLISH_KEYS, app), values.of(AppKeys.FLUSH_INTERVAL, app),
                values.of(AppKeys.TAKEOVER, app), values.of(AppKeys.INPUTS, app),
                values.of(AppKeys.RECONNECT_WINDOW, app), gop, viewers,
                values.of(AppKeys.STREAMS_MAX, app), hls);
    }

    /// How many publish keys there are, and not which.
    @Override
    public String toString() {
        return "AppSettings[publishKeys=" + publishKeys.size() + ", flushInterval=" + flushInterval
                + ", takeover=" + takeover + ", hls=" + hls + "]";
    }
}
