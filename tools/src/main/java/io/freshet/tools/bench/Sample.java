package io.freshet.tools.bench;

import io.freshet.tools.figures.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The same measured several times.
///
/// @param sorted ascending, at least one
record Sample(List<Double> sorted) {

    Sample {
        sorted = List.copyOf(sorted);
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a sample of nothing");
        }
    }

    static Sample of(double... values) {
        return new Sample(Arrays.stream(values).sorted().boxed().toList());
    }

    double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// `median (least to greatest)`.
    String text() {
        return String.format(Locale.ROOT, "%s (%s to %s)", number(median()),
                number(sorted.getFirst()), number(sorted.getLast()));
    }

    private static String number(double value) {
        return new Figure.Amount(value).text();
    }
}
