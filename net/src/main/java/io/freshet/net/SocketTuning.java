package io.freshet.net;

import java.time.Duration;

/// What a connection starts with; see `TcpConnection` for what can be changed later.
///
/// @param notSentBytesMax   TCP_NOTSENT_LOWAT: bytes that the kernel holds and has not sent yet
/// @param sendBufferBytes   SO_SNDBUF, or 0 to let the kernel grow it (up to 4 MB and more)
/// @param unsentBytesHigh   a connection with more unsent bytes is not writable ...
/// @param unsentBytesLow    ... until they fall below this
/// @param userTimeout       TCP_USER_TIMEOUT: sent bytes without acknowledgement for this long end
///                          (so does a closed window); the kernel tells the peer nothing then, so
///                          our own patience with a slow reader must be shorter
///                          it
/// @param bbr               BBR instead of the kernel's own congestion control, where it has it:
///                          for links that lose packets without being full
public record SocketTuning(
        int notSentBytesMax, int sendBufferBytes, int unsentBytesHigh, int unsentBytesLow,
        Duration userTimeout, boolean bbr) {
    /// Bounds what a reader that stops reading can cost: about 64 KiB here, 64 KiB in the kernel.
    public static final SocketTuning DEFAULT =
            new SocketTuning(64 << 10, 0, 64 << 10, 32 << 10, Duration.ofSeconds(30));

    /// With the kernel's own congestion control.
    public SocketTuning(
            int notSentBytesMax, int sendBufferBytes, int unsentBytesHigh, int unsentBytesLow,
            Duration userTimeout) {
        this(notSentBytesMax, sendBufferBytes, unsentBytesHigh, unsentBytesLow, userTimeout,
                false);
    }

    /// The same with BBR.
    public SocketTuning withBbr() {
        return new SocketTuning(notSentBytesMax, sendBufferBytes, unsentBytesHigh, unsentBytesLow,
                userTimeout, true);
    }

    /// Checks the order of the marks.
    public SocketTuning {
        if (notSentBytesMax < 1 || sendBufferBytes < 0
                || unsentBytesLow < 1 || unsentBytesHigh < unsentBytesLow) {
            throw new IllegalArgumentException("socket tuning out of order: not sent "
                    + notSentBytesMax + ", send buffer " + sendBufferBytes + ", unsent "
                    + unsentBytesLow + " to " + unsentBytesHigh);
        }
    }
}
