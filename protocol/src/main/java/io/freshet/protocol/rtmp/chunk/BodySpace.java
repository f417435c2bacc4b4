package io.freshet.protocol.rtmp.chunk;

/// Where the bodies of messages are received: each in an array of its own, or, of a publisher whose
/// frames are held for long, one behind the other in large arrays.
///
/// A collector that moves what has survived its first look copies every frame that a window of HLS
/// holds, and all wait while it does. It leaves large arrays where they are. One array is held as
/// long as any frame in it; so a publisher gets them only when what it sends fills one soon enough,
/// see [#FULL_WITHIN_MS], and shares them with nobody.
///
/// Threading: confined to its [ChunkReader].
final class BodySpace {

    /// A region of the collector, header included: what is longer than half of one is not moved.
    static final int ARRAY_BYTES = (2 << 20) - 64;
    /// A window of HLS is some 30 s: of two arrays at most one is held for little.
    static final int FULL_WITHIN_MS = 25_000;
    /// So long it is watched how much comes.
    static final int WATCHED_MS = 4_000;
    /// Longer ones get an array of their own: they would leave much of one unused.
    static final int SHARING_BYTES_MAX = 256 << 10;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final byte[] NONE = new byte[0];

    private boolean allowed;
    private byte[] array = NONE;
    private int used;
    private int taken;

    private boolean fast;
    private long watchedBytes;
    private int watchedSinceMs;

    /// From now on bodies may share arrays.
    void allow() {
        allowed = true;
    }

    /// An array with room for a body; [#taken] says where.
    ///
    /// @param timestampMs of the message
    byte[] take(int type, int length, int timestampMs) {
        taken = 0;
        if (!allowed || type != AUDIO && type != VIDEO || length > SHARING_BYTES_MAX) {
            return new byte[length];
        }
        watch(length, timestampMs);
        if (array.length - used < length) {
            array = fast ? new byte[ARRAY_BYTES] : NONE;
            used = 0;
        }
        if (array.length == 0) {
            return new byte[length];
        }
        taken = used;
        used += length;
        return array;
    }

    /// Where in the array that was taken last the body begins.
    int taken() {
        return taken;
    }

    private void watch(int length, int timestampMs) {
        int ms = timestampMs - watchedSinceMs;
        if (ms < 0 || ms >= WATCHED_MS) {
            fast = ms >= WATCHED_MS && ms < 2 * WATCHED_MS
                    && watchedBytes * FULL_WITHIN_MS >= (long) ARRAY_BYTES * ms;
            watchedBytes = 0;
            watchedSinceMs = timestampMs;
        }
        watchedBytes += length;
    }
}
