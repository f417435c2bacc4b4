package io.freshet.tools.figures;

/// A report as one HTML file that asks for nothing else: tables, and plots as SVG.
public final class HtmlPage {

    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;
            color:#1c2733;background:#fff}
            table{border-collapse:collapse;margin:0 0 1.5rem}
            td,th{padding:.15rem .8rem .15rem 0;text-align:left;border-bottom:1px solid #e3e8ee}
            td:last-child{text-align:right;font-variant-numeric:tabular-nums}
            section{display:inline-block;vertical-align:top;margin-right:2.5rem}
            svg{width:100%;height:auto}
            text{font:11px system-ui,sans-serif;fill:#5b6875}
            @media(prefers-color-scheme:dark){body{background:#10161c;color:#dce3ea}
            td,th{border-color:#2a343e}text{fill:#93a0ad}}
            """;

    private HtmlPage() {
    }

    /// The whole page.
    ///
    /// @param note what else a reader must know: when, on which machine
    public static String of(Report report, String note) {
        StringBuilder out = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<meta charset=")
                .append("\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n")
                .append("<title>").append(escaped(report.title())).append("</title>\n<style>\n")
                .append(STYLE).append("</style>\n<h1>").append(escaped(report.title()))
                .append("</h1>\n<p>").append(escaped(note)).append("</p>\n");
        for (Section section : report.sections()) {
            section(section, out);
        }
        for (Curve curve : report.curves()) {
            out.append("<h2>").append(escaped(curve.title())).append("</h2>\n")
                    .append(SvgPlot.of(curve));
        }
        return out.append("</html>\n").toString();
    }

    private static void section(Section section, StringBuilder out) {
        out.append("<section><h2>").append(escaped(section.name())).append("</h2><table>\n");
        for (Figure figure : section.figures()) {
            out.append("<tr><td>").append(escaped(figure.key().replace('_', ' ')))
                    .append("</td><td>").append(escaped(figure.value().text()))
                    .append("</td></tr>\n");
        }
        out.append("</table></section>\n");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
