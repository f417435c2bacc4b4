package io.freshet.net;

/// Samples how long a written byte waits: one buffer in flight carries a mark.
///
/// A mark is set only while bytes were left over by the last flush, and at most every 50 ms, so a
/// reader that keeps up costs nothing.
///
/// Threading: confined to the connection's loop.
final class Lag {
    private static final long MARK_EVERY_NS = 50_000_000;

    private boolean waiting;
    private boolean marked;
    private long markedNs;
    private long nextMarkNs = Long.MIN_VALUE;

    boolean wantsMark() {
        return waiting && !marked;
    }

    void mark(long nowNs) {
        marked = true;
        waiting = false;
        markedNs = nowNs;
    }

    void passed() {
        marked = false;
    }

    void flushed(boolean bytesLeft, NetLoop loop) {
        if (!bytesLeft || marked) {
            waiting = false;
            return;
        }
        long nowNs = loop.nowNs();
        if (nextMarkNs == Long.MIN_VALUE || nowNs - nextMarkNs >= 0) {
            nextMarkNs = nowNs + MARK_EVERY_NS;
            waiting = true;
        }
    }

    long behindNs(long nowNs) {
        return marked ? Math.max(0, nowNs - markedNs) : 0;
    }
}
