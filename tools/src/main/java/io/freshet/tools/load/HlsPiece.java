package io.freshet.tools.load;

/// A segment or part that is fetched: since it is listed, or since it was announced.
///
/// Threading: confined to its loop.
final class HlsPiece {

    final String path;
    /// Whether a playlist has said how long it is.
    private boolean listed;
    private boolean arrived;
    private long arrivedNs;
    private long durationUs;
    private long endMs;

    private HlsPiece(String path) {
        this.path = path;
    }

    /// @param endMs date of its end; 0 if not said
    static HlsPiece listed(String path, long durationUs, long endMs) {
        HlsPiece piece = new HlsPiece(path);
        piece.list(durationUs, endMs);
        return piece;
    }

    /// Announced as the one that comes next.
    static HlsPiece announced(String path) {
        return new HlsPiece(path);
    }

    /// Now a playlist has it.
    ///
    /// @param endMs date of its end; 0 if not said
    void list(long durationUs, long endMs) {
        listed = true;
        this.durationUs = durationUs;
        this.endMs = endMs;
    }

    /// It is here as a whole.
    void arrive(long nowNs) {
        arrived = true;
        arrivedNs = nowNs;
    }

    /// Whether a playlist has it.
    boolean isListed() {
        return listed;
    }

    /// Whether it is here.
    boolean hasArrived() {
        return arrived;
    }

    long arrivedNs() {
        return arrivedNs;
    }

    long durationUs() {
        return durationUs;
    }

    /// Date of its end; 0 if not said.
    long endMs() {
        return endMs;
    }
}
