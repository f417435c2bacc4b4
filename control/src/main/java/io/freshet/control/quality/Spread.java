package io.freshet.control.quality;

/// Durations counted into fixed buckets: four to a doubling, from 1 ms to 4 minutes.
///
/// A quantile read from it is at most 19 % too high.
///
/// Threading: confined to its owner.
final class Spread {

    private static final int PER_DOUBLING = 4;
    private static final int BUCKETS = 18 * PER_DOUBLING;

    private final int[] counts = new int[BUCKETS];
    private long count;
    private double sumMs;
    private long maxMs;

    void add(long ms) {
        long bounded = Math.max(0, ms);
        counts[bucket(bounded)]++;
        count++;
        sumMs += (double) bounded;
        maxMs = Math.max(maxMs, bounded);
    }

    private static int bucket(long ms) {
        if (ms <= 1) {
            return 0;
        }
        int at = (int) Math.ceil(Math.log((double) ms) / Math.log(2) * PER_DOUBLING);
        return Math.clamp(at, 0, BUCKETS - 1);
    }

    /// The longest that a bucket takes, ms.
    private static double upper(int bucket) {
        return Math.pow(2, (double) bucket / PER_DOUBLING);
    }

    void add(Spread other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        sumMs += other.sumMs;
        maxMs = Math.max(maxMs, other.maxMs);
    }

    /// How many were at most `ms`, one of the bounds that [#upper] gives or a little above.
    long atMost(double ms) {
        long sum = 0;
        for (int i = 0; i < BUCKETS && upper(i) <= ms * 1.0001; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /// @param share of all, 0.9 for the ninth of ten
    double quantileMs(double share) {
        long wanted = (long) Math.ceil(share * (double) count);
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts[i];
            if (sum >= wanted && sum > 0) {
                return Math.min(upper(i), (double) maxMs);
            }
        }
        return maxMs;
    }

    long count() {
        return count;
    }

    double sumMs() {
        return sumMs;
    }

    long maxMs() {
        return maxMs;
    }
}
