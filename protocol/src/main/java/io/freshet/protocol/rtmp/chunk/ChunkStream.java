package io.freshet.protocol.rtmp.chunk;

/// What the last header on one chunk stream said, and the message that is being received on it.
///
/// Threading: confined to its [ChunkReader].
final class ChunkStream {

    private static final byte[] NONE = new byte[0];

    final int id;
    /// Whether a header of format 0 or 1 has said how long messages are.
    boolean known;
    int type;
    int messageStreamId;
    int length;
    /// Absolute, modulo 2^32.
    int timestampMs;
    int deltaMs;
    /// The last header with a timestamp had it extended to 32 bits; this was the field.
    boolean extended;
    int extendedField;

    boolean open;
    byte[] body = NONE;
    /// Where in `body` the message begins.
    int base;
    int received;

    ChunkStream(int id) {
        this.id = id;
    }

    void begin(BodySpace space) {
        open = true;
        body = length == 0 ? NONE : space.take(type, length, timestampMs);
        base = length == 0 ? 0 : space.taken();
        received = 0;
    }

    void end() {
        open = false;
        body = NONE;
        base = 0;
        received = 0;
    }

    boolean isComplete() {
        return received == length;
    }
}
