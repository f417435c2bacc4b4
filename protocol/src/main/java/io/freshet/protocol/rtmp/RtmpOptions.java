package io.freshet.protocol.rtmp;

import io.freshet.protocol.rtmp.chunk.ChunkLimits;
import java.time.Duration;

/// What a server session allows its peer.
///
/// @param handshakeTimeout from the first byte that could have come to the end of the handshake
/// @param commandTimeout   from the handshake to `connect`, and from there to `publish` or `play`
/// @param windowAckBytes   how often we ask the peer to acknowledge, and acknowledge if it does
///                         not say how often it wants it
/// @param limits           what the peer may make us hold
public record RtmpOptions(Duration handshakeTimeout, Duration commandTimeout, int windowAckBytes,
        ChunkLimits limits) {

    /// 10 s each; 2.5 MB is what most servers announce.
    public static final RtmpOptions DEFAULT = new RtmpOptions(Duration.ofSeconds(10),
            Duration.ofSeconds(10), 2_500_000, ChunkLimits.DEFAULT);

    public RtmpOptions {
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException("handshake-timeout " + handshakeTimeout
                    + " is not positive");
        }
        if (!commandTimeout.isPositive()) {
            throw new IllegalArgumentException("command-timeout " + commandTimeout
                    + " is not positive");
        }
        if (windowAckBytes < AckWindow.WINDOW_BYTES_MIN) {
            throw new IllegalArgumentException("window-ack-bytes " + windowAckBytes
                    + " is below " + AckWindow.WINDOW_BYTES_MIN);
        }
    }
}
