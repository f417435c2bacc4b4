package io.freshet.tools.figures;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A plot as SVG.
public final class SvgPlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 268;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 28;
    private static final int BOTTOM = 30;
    private static final int Y_LINES = 4;
    private static final int X_LABELS = 8;
    /// The unit stands before it.
    private static final int LEGEND_FROM = LEFT + 30;
    /// A line with no more points shows each of them.
    private static final int DOTTED_MAX = 12;
    /// Told apart by most who see colours less well, too.
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

    private final Curve curve;
    private final double minX;
    private final double maxX;
    private final double maxY;
    private final StringBuilder out = new StringBuilder();

    private SvgPlot(Curve curve) {
        this.curve = curve;
        this.maxX = max(curve, true);
        this.minX = curve.xAxis() == Curve.XAxis.VIEWERS ? all(curve)
                .mapToDouble(Curve.Point::x).filter(x -> x > 0).min().orElse(1) : 0;
        this.maxY = rounded(max(curve, false));
    }

    /// A part of a page.
    static String of(Curve curve) {
        return new SvgPlot(curve).draw("");
    }

    /// A file of its own, on white.
    public static String file(Curve curve) {
        return new SvgPlot(curve).draw(" xmlns=\"http://www.w3.org/2000/svg\" "
                + "font-family=\"system-ui,sans-serif\" font-size=\"11\" fill=\"#5b6875\" "
                + "style=\"background:#fff\"");
    }

    private static Stream<Curve.Point> all(Curve curve) {
        return curve.lines().stream().flatMap(line -> line.points().stream());
    }

    private static double max(Curve curve, boolean x) {
        return all(curve).mapToDouble(point -> x ? point.x() : point.y()).max().orElse(1);
    }

    /// The next of 1, 2, 5, 10, ... so that lines across have round numbers.
    private static double rounded(double most) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-3))));
        for (double step : new double[] {1, 2, 5}) {
            if (most <= step * unit) {
                return step * unit;
            }
        }
        return 10 * unit;
    }

    private String draw(String attributes) {
        line(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\"%s>", WIDTH,
                HEIGHT, attributes));
        if (!attributes.isEmpty()) {
            line("<title>" + HtmlPage.escaped(curve.title()) + "</title>");
            line("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        }
        for (int i = 0; i <= Y_LINES; i++) {
            double value = maxY * i / Y_LINES;
            line(String.format(Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#8893a0\" stroke-opacity=\".3\"/>", LEFT,
                    y(value), WIDTH - RIGHT));
            line(String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6,
                    y(value) + 4, new Figure.Amount(value).text()));
        }
        line(String.format(Locale.ROOT,
                "<text x=\"4\" y=\"12\">%s</text>", HtmlPage.escaped(curve.yUnit())));
        xAxis();
        for (int i = 0; i < curve.lines().size(); i++) {
            line(curve.lines().get(i), i);
        }
        line("</svg>");
        return out.toString();
    }

    private void xAxis() {
        if (curve.xAxis() == Curve.XAxis.SECONDS) {
            double step = rounded(maxX / X_LABELS);
            for (double at = 0; at <= maxX; at += step) {
                xLabel(at, new Figure.Amount(at).text() + " s");
            }
            return;
        }
        if (curve.xAxis() == Curve.XAxis.VIEWERS) {
            all(curve).mapToDouble(Curve.Point::x).distinct().forEach(value ->
                    xLabel(value, new Figure.Amount(value).text()));
            return;
        }
        List<String> names = List.of("0 %", "90 %", "99 %", "99.9 %", "99.99 %");
        for (int i = 0; i < names.size() && i <= maxX; i++) {
            xLabel(i, names.get(i));
        }
    }

    private void xLabel(double value, String text) {
        line(String.format(Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x(value), HEIGHT - 8,
                text));
    }

    private void line(Curve.Line drawn, int index) {
        String colour = COLOURS.get(index % COLOURS.size());
        StringBuilder points = new StringBuilder();
        for (Curve.Point point : drawn.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
        }
        line(String.format(Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>", colour,
                points.toString().strip()));
        if (drawn.points().size() <= DOTTED_MAX) {
            for (Curve.Point point : drawn.points()) {
                line(String.format(Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(point.x()),
                        y(point.y()), colour));
            }
        }
        int at = LEGEND_FROM
                + (WIDTH - LEGEND_FROM) / Math.max(4, curve.lines().size()) * index;
        line(String.format(Locale.ROOT,
                "<rect x=\"%d\" y=\"4\" width=\"10\" height=\"10\" fill=\"%s\"/>", at, colour));
        line(String.format(Locale.ROOT, "<text x=\"%d\" y=\"13\">%s</text>", at + 15,
                HtmlPage.escaped(drawn.name())));
    }

    private double x(double value) {
        double share = curve.xAxis() == Curve.XAxis.VIEWERS
                ? Math.log(value / minX) / Math.max(1e-9, Math.log(maxX / minX))
                : maxX <= 0 ? 0 : value / maxX;
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return TOP + (1 - value / maxY) * (HEIGHT - TOP - BOTTOM);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
