package io.freshet.gateway.relay;

import java.time.Duration;

/// When a stream is fetched, and from whom for how long.
///
/// @param silence  a source without a byte for so long is lost; ours sends one twice as often
/// @param idleTime a stream that nobody watches or asks for is fetched so much longer
/// @param retryMin pause when all sources have failed, doubled each time
/// @param retryMax longest pause
public record RelayOptions(Duration silence, Duration idleTime, Duration retryMin,
        Duration retryMax) {

    /// A second of silence, half a minute beyond the last viewer.
    public static final RelayOptions DEFAULT = new RelayOptions(Duration.ofSeconds(1),
            Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(5));

    public RelayOptions {
        if (silence.toMillis() < 500 || retryMin.compareTo(retryMax) > 0 || retryMin.isZero()) {
            throw new IllegalArgumentException("relay: silence " + silence + ", retries from "
                    + retryMin + " to " + retryMax);
        }
    }
}
