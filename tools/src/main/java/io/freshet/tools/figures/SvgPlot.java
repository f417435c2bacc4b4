package io.freshet.tools.figures;

import java.util.List;
import java.util.Locale;

/// A plot as SVG.
final class SvgPlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 260;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 30;
    private static final int Y_LINES = 4;
    /// Told apart by most who see colours less well, too.
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

    private final Curve curve;
    private final double maxX;
    private final double maxY;
    private final StringBuilder out = new StringBuilder();

    private SvgPlot(Curve curve) {
        this.curve = curve;
        this.maxX = max(curve, true);
        this.maxY = rounded(max(curve, false));
    }

    static String of(Curve curve) {
        return new SvgPlot(curve).draw();
    }

    private static double max(Curve curve, boolean x) {
        return curve.lines().stream().flatMap(line -> line.points().stream())
                .mapToDouble(point -> x ? point.x() : point.y()).max().orElse(1);
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

    private String draw() {
        line(String.format(Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT));
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
            for (int i = 0; i <= 5; i++) {
                xLabel(maxX * i / 5, new Figure.Amount(maxX * i / 5).text() + " s");
            }
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
        line(String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"12\" style=\"fill:%s\">%s</text>", LEFT + 140 * (index % 6),
                colour, HtmlPage.escaped(drawn.name())));
    }

    private double x(double value) {
        return LEFT + (maxX <= 0 ? 0 : value / maxX * (WIDTH - LEFT - RIGHT));
    }

    private double y(double value) {
        return TOP + (1 - value / maxY) * (HEIGHT - TOP - BOTTOM);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
