package io.freshet.protocol.rtmp;

/// Counts what has come and says when to acknowledge it.
///
/// Threading: confined to the session.
///
/// Spec: Adobe RTMP 1.0, 5.4.3 and 5.4.4.
final class AckWindow {

    /// Less would have us answer every packet.
    static final int WINDOW_BYTES_MIN = 16 << 10;

    private long windowBytes;
    private long received;
    private long acknowledged;

    AckWindow(int windowBytes) {
        this.windowBytes = windowBytes;
    }

    /// The peer has said how often it wants to hear from us.
    void resize(long bytes) {
        windowBytes = Math.max(bytes, WINDOW_BYTES_MIN);
    }

    void count(int bytes) {
        received += bytes;
    }

    /// Whether an acknowledgement is due; twice a window, so that the peer never has to wait.
    boolean isDue() {
        return received - acknowledged >= windowBytes / 2;
    }

    /// The number to acknowledge: all bytes that have come, modulo 2^32.
    int acknowledge() {
        acknowledged = received;
        return (int) received;
    }
}
