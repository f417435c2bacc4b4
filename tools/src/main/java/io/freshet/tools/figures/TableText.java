package io.freshet.tools.figures;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A report as text for a terminal: a row for each key, a column for each section.
public final class TableText {

    /// Sections that have less in common than this share of keys are told one below the other.
    private static final double ALIKE = 0.5;

    private TableText() {
    }

    /// The whole text, lines ended.
    public static String of(Report report) {
        StringBuilder out = new StringBuilder();
        List<Section> waiting = new ArrayList<>();
        for (Section section : report.sections()) {
            if (!waiting.isEmpty() && !isAlike(waiting.getFirst(), section)) {
                table(waiting, out);
                waiting.clear();
            }
            waiting.add(section);
        }
        table(waiting, out);
        return out.toString();
    }

    private static boolean isAlike(Section one, Section other) {
        Set<String> keys = keys(List.of(one));
        long common = other.figures().stream().filter(f -> keys.contains(f.key())).count();
        return common > ALIKE * Math.max(one.figures().size(), other.figures().size());
    }

    private static Set<String> keys(List<Section> sections) {
        Set<String> keys = new LinkedHashSet<>();
        sections.forEach(section -> section.figures().forEach(f -> keys.add(f.key())));
        return keys;
    }

    private static void table(List<Section> sections, StringBuilder out) {
        if (sections.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(""));
        sections.forEach(section -> names.add(section.name()));
        rows.add(names);
        for (String key : keys(sections)) {
            List<String> row = new ArrayList<>(List.of(key.replace('_', ' ')));
            sections.forEach(section ->
                    row.add(section.value(key).map(Figure.Value::text).orElse("-")));
            rows.add(row);
        }
        int columns = names.size();
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
