package io.freshet.protocol.rtmp.chunk;

/// What a peer may make a [ChunkReader] hold; beyond a bound its session ends.
///
/// @param chunkBytesMax    the greatest chunk size that the peer may set
/// @param messageBytesMax  the longest message
/// @param pendingBytesMax  all messages together that have begun and not ended
/// @param chunkStreamsMax  chunk streams in use at a time
public record ChunkLimits(int chunkBytesMax, int messageBytesMax, int pendingBytesMax,
        int chunkStreamsMax) {

    /// A greater chunk than 16 MiB - 1 says nothing: no message is longer.
    static final int CHUNK_BYTES_MAX = 1 << 24;

    /// Message: more than a whole second of 60 Mbit/s video; one this long is an attack or a lost
    /// sync. Pending: one such message and as much again in the other chunk streams. Chunk streams:
    /// encoders use at most six.
    public static final ChunkLimits DEFAULT =
            new ChunkLimits(CHUNK_BYTES_MAX, 8 << 20, 16 << 20, 64);

    public ChunkLimits {
        if (chunkBytesMax < 128 || chunkBytesMax > CHUNK_BYTES_MAX) {
            throw new IllegalArgumentException("chunk-bytes-max " + chunkBytesMax
                    + " is not within 128 and " + CHUNK_BYTES_MAX);
        }
        if (messageBytesMax < 1024 || messageBytesMax > pendingBytesMax) {
            throw new IllegalArgumentException("message-bytes-max " + messageBytesMax
                    + " is not within 1024 and pending-bytes-max " + pendingBytesMax);
        }
        if (chunkStreamsMax < 4) {
            throw new IllegalArgumentException("chunk-streams-max " + chunkStreamsMax
                    + " is below 4");
        }
    }

    /// The same, with less for messages where these allow more.
    ///
    /// @param message the longest message, bytes
    /// @param pending all messages together that have begun and not ended, bytes
    public ChunkLimits atMost(int message, int pending) {
        return new ChunkLimits(chunkBytesMax, Math.min(messageBytesMax, message),
                Math.min(pendingBytesMax, pending), chunkStreamsMax);
    }
}
