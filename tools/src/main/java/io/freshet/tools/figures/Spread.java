package io.freshet.tools.figures;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// How times are spread: every one is counted, to three digits.
///
/// Threading: confined to its owner.
public final class Spread {

    /// A time beyond is an hour: something else is wrong then.
    private static final long HIGHEST_US = 3_600_000_000L;
    /// From here on a plot would show single messages.
    private static final double[] PLOTTED = {0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92, 94, 95, 96,
        97, 98, 99, 99.3, 99.5, 99.7, 99.8, 99.9, 99.95, 99.97, 99.99};

    private final Histogram histogram = new Histogram(HIGHEST_US, 3);

    /// Counts one; negative ones, which clocks of two machines make, as 0.
    public void addUs(long us) {
        histogram.recordValue(Math.clamp(us, 0, HIGHEST_US));
    }

    /// Counts all of another one.
    public void add(Spread other) {
        histogram.add(other.histogram);
    }

    /// Forgets all.
    public void clear() {
        histogram.reset();
    }

    /// How many there are.
    public long count() {
        return histogram.getTotalCount();
    }

    /// The time that `percent` of all do not exceed, ms; 0 if there are none.
    public double ms(double percent) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percent) / 1e3;
    }

    /// The longest, ms; 0 if there are none.
    public double longestMs() {
        return count() == 0 ? 0 : histogram.getMaxValue() / 1e3;
    }

    /// Median, 90, 99, 99.9 % and the longest, each as `NAME_pN_ms`; none if there are none.
    public List<Figure> figures(String name) {
        if (count() == 0) {
            return List.of();
        }
        return List.of(Figure.of(name + "_p50_ms", ms(50)), Figure.of(name + "_p90_ms", ms(90)),
                Figure.of(name + "_p99_ms", ms(99)), Figure.of(name + "_p999_ms", ms(99.9)),
                Figure.of(name + "_max_ms", longestMs()));
    }

    /// Percentiles to plot: x is the percentile on a scale of nines, y ms.
    public Curve.Line line(String name) {
        List<Curve.Point> points = new ArrayList<>();
        for (double percent : PLOTTED) {
            points.add(new Curve.Point(-Math.log10(1 - percent / 100), ms(percent)));
        }
        return new Curve.Line(name, points);
    }
}
