package io.freshet.control.quality;

import java.util.ArrayList;
import java.util.List;

/// Durations by size, as metrics want them.
///
/// @param boundsS seconds, ascending
/// @param atMost  how many were at most that, one for each bound
/// @param count   how many in all
/// @param sumS    of all
public record Durations(List<Double> boundsS, List<Long> atMost, long count, double sumS) {

    private static final List<Double> BOUNDS_S = List.of(0.128, 0.256, 0.512, 1.024, 2.048, 4.096,
            8.192, 16.384, 32.768);

    public Durations {
        boundsS = List.copyOf(boundsS);
        atMost = List.copyOf(atMost);
    }

    static Durations of(Spread spread) {
        List<Long> counts = new ArrayList<>();
        for (double bound : BOUNDS_S) {
            counts.add(spread.atMost(bound * 1000));
        }
        return new Durations(BOUNDS_S, counts, spread.count(), spread.sumMs() / 1000);
    }
}
