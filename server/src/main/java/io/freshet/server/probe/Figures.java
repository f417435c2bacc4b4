package io.freshet.server.probe;

import java.util.Arrays;

/// A few delays of one turn.
///
/// Threading: shared, guarded by itself.
final class Figures {

    /// Frames of a turn, at 100 a second and more.
    private static final int COUNT_MAX = 1_024;

    private final long[] ns = new long[COUNT_MAX];
    private int count;

    synchronized void add(long delayNs) {
        if (count < COUNT_MAX) {
            ns[count++] = Math.max(0, delayNs);
        }
    }

    /// Half of them are longer, ms; -1 if there are none.
    synchronized long medianMs() {
        if (count == 0) {
            return -1;
        }
        long[] sorted = Arrays.copyOf(ns, count);
        Arrays.sort(sorted);
        return Math.round(sorted[count / 2] / 1e6);
    }
}
