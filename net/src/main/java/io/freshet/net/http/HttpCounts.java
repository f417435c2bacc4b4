package io.freshet.net.http;

/// What an HTTP server has seen since its start; a snapshot for metrics.
///
/// @param refused  requests that broke a rule of HTTP or a bound
/// @param timeouts slow headers, idle connections and readers without progress, in this order
public record HttpCounts(long requests, long refused, long faults, Timeouts timeouts) {
    /// Connections closed because of time.
    public record Timeouts(long header, long idle, long progress) {}
}
