package io.freshet.tools.figures;

import java.util.List;

/// A report as text for a terminal: a row for each key, a column for each section.
public final class TableText {

    private TableText() {
    }

    /// The whole text, lines ended.
    public static String of(Report report) {
        StringBuilder out = new StringBuilder();
        Columns.of(report).forEach(each -> table(each.rows(), out));
        return out.toString();
    }

    private static void table(List<List<String>> rows, StringBuilder out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        rows.forEach(row -> {
            StringBuilder line = new StringBuilder(pad(row.getFirst(), widths[0], false));
            for (int i = 1; i < columns; i++) {
                line.append("  ").append(pad(row.get(i), widths[i], true));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        });
        out.append('\n');
    }

    private static String pad(String text, int width, boolean right) {
        String space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }
}
