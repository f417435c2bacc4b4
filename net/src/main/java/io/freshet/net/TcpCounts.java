package io.freshet.net;

import java.util.Map;

/// What a server has seen since its start; a snapshot for metrics.
///
/// @param open    connections now
/// @param refused connections closed at once because a limit was reached
/// @param bytes   before TLS and HTTP/2 framing, as the handlers see them
/// @param closed  ended connections by cause; causes that never occurred are absent
public record TcpCounts(
        int open, long accepted, Refused refused, Transferred bytes, Map<CloseCause, Long> closed) {
    /// Refusals by limit.
    public record Refused(long total, long perAddress) {}

    /// Bytes both ways.
    public record Transferred(long in, long out) {}
}
