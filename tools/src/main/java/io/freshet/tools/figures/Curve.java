package io.freshet.tools.figures;

import java.util.List;

/// A plot.
///
/// @param title what it shows
/// @param xAxis how x is to be read
/// @param yUnit unit of y
/// @param lines what is drawn
public record Curve(String title, XAxis xAxis, String yUnit, List<Line> lines) {

    /// How x is to be read.
    public enum XAxis {
        /// Seconds since the measurement began.
        SECONDS,
        /// -log10 of the share that is above: 1 is the 90th percentile, 2 the 99th.
        NINES,
        /// How many viewers; each ten times more is as far.
        VIEWERS
    }

    /// One line of a plot.
    ///
    /// @param points by ascending x
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /// One point of a line.
    public record Point(double x, double y) {
    }

    public Curve {
        lines = List.copyOf(lines);
    }
}
