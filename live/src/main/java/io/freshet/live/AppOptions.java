package io.freshet.live;

import java.time.Duration;

/// The rules of one app; replaced as a whole when the configuration is read again.
///
/// @param flush           when waiting frames are written to viewers
/// @param takeover        what a second publisher may do
/// @param inputsMax       publishers a stream may have at once, those on standby included
/// @param reconnectWindow how long a stream outlives its last publisher
/// @param gop             what a joining viewer is given at the most
/// @param viewers         how far a viewer may lag, and how many there may be
/// @param streamsMax      streams of this app at a time
public record AppOptions(FlushInterval flush, Takeover takeover, int inputsMax,
        Duration reconnectWindow, GopBounds gop, ViewerBounds viewers, int streamsMax) {

    /// What holds where the configuration says nothing.
    public static final AppOptions DEFAULT = new AppOptions(FlushInterval.VIDEO,
            Takeover.WHEN_SILENT, 1, Duration.ofSeconds(10), GopBounds.DEFAULT,
            ViewerBounds.DEFAULT, 5_000);

    public AppOptions {
        if (inputsMax < 1 || inputsMax > 8) {
            throw new IllegalArgumentException("inputs " + inputsMax + " is not 1 to 8");
        }
        if (reconnectWindow.isNegative() || reconnectWindow.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "reconnect-window " + reconnectWindow + " is not 0s to 1h");
        }
    }

    /// The bounds of a GOP cache; a GOP beyond them is not kept, and who joins waits for a key
    /// frame.
    ///
    /// @param framesMax   20 s of 60 fps video and 50 fps audio fit the default
    /// @param bytesMax    10 s of 25 Mbit/s fit the default
    /// @param durationMax from the key frame to the newest frame
    public record GopBounds(int framesMax, long bytesMax, Duration durationMax) {
        public static final GopBounds DEFAULT =
                new GopBounds(2400, 32L << 20, Duration.ofSeconds(20));
    }

    /// How far one viewer may lag behind the others, and how many there may be.
    ///
    /// @param behindMax   age of the oldest byte not yet sent; past it the viewer skips to a key
    ///                    frame
    /// @param bytesMax    bytes kept for those who lag, one store for all of them
    /// @param patience    a viewer that takes nothing for so long is closed
    /// @param countMax    viewers of one stream at a time; one more is refused
    public record ViewerBounds(Duration behindMax, long bytesMax, Duration patience,
            int countMax) {
        public static final ViewerBounds DEFAULT =
                new ViewerBounds(Duration.ofSeconds(5), 16L << 20, Duration.ofSeconds(20), 100_000);
    }
}
