package io.freshet.tools.figures;

import java.util.List;

/// A report as one HTML file that asks for nothing else: tables, and plots as SVG.
public final class HtmlPage {

    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;
            color:#1c2733;background:#fff}
            h1{margin-bottom:0}h2{font-size:1.05rem;margin:1.6rem 0 .3rem}
            .note{color:#5b6875;margin-top:.2rem}
            .scroll{overflow-x:auto;margin:1.6rem 0}
            table{border-collapse:collapse}
            td,th{padding:.12rem 0 .12rem 1.4rem;text-align:right;border-bottom:1px solid #e3e8ee;
            font-variant-numeric:tabular-nums;white-space:nowrap}
            td:first-child,th:first-child{text-align:left;padding-left:0}
            tr:hover td{background:#f3f6f9}
            svg{width:100%;height:auto}
            text{font:11px system-ui,sans-serif;fill:#5b6875}
            @media(prefers-color-scheme:dark){body{background:#10161c;color:#dce3ea}
            td,th{border-color:#2a343e}text,.note{fill:#93a0ad;color:#93a0ad}
            tr:hover td{background:#18212a}}
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
                .append("</h1>\n<p class=\"note\">").append(escaped(note)).append("</p>\n");
        for (Curve curve : report.curves()) {
            out.append("<h2>").append(escaped(curve.title())).append("</h2>\n")
                    .append(SvgPlot.of(curve));
        }
        Columns.of(report).forEach(each -> table(each.rows(), out));
        return out.append("</html>\n").toString();
    }

    private static void table(List<List<String>> rows, StringBuilder out) {
        out.append("<div class=\"scroll\"><table>\n");
        String cell = "th";
        for (List<String> row : rows) {
            out.append("<tr>");
            for (String text : row) {
                out.append('<').append(cell).append('>').append(escaped(text)).append("</")
                        .append(cell).append('>');
            }
            out.append("</tr>\n");
            cell = "td";
        }
        out.append("</table></div>\n");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
