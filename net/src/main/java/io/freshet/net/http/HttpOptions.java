package io.freshet.net.http;

import java.time.Duration;

/// Bounds of the HTTP server.
///
/// @param headerTimeout    from the first byte of a request (or the connection) to its last
/// @param idleTimeout      of a connection that waits for the next request
/// @param progressTimeout  a client that takes no byte of an answer for so long is closed
/// @param bodyBytesMax     of a request; beyond it 413
/// @param http2StreamsMax  requests at a time on one HTTP/2 connection
/// @param sharedBytesMax   direct memory of each loop for bodies that many get
public record HttpOptions(
        Duration headerTimeout, Duration idleTimeout, Duration progressTimeout, int bodyBytesMax,
        int http2StreamsMax, long sharedBytesMax) {
    /// What production uses.
    public static final HttpOptions DEFAULT = new HttpOptions(
            Duration.ofSeconds(12), Duration.ofSeconds(75), Duration.ofSeconds(20), 64 << 10, 128,
            16 << 20);

    /// Refuses timeouts that would close everybody.
    public HttpOptions {
        if (!headerTimeout.isPositive() || !idleTimeout.isPositive()
                || !progressTimeout.isPositive() || bodyBytesMax < 0 || http2StreamsMax < 1
                || sharedBytesMax < 0) {
            throw new IllegalArgumentException("http options must be positive");
        }
    }
}
