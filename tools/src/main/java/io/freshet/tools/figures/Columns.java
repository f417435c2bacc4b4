package io.freshet.tools.figures;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Sections that are told side by side: a row for each key, a column for each section.
///
/// @param sections at least one
record Columns(List<Section> sections) {

    /// Sections that have less in common than this share of keys are told one below the other.
    private static final double ALIKE = 0.5;
    /// More do not fit beside each other.
    private static final int SIDE_BY_SIDE = 6;

    Columns {
        sections = List.copyOf(sections);
    }

    /// All sections of a report, in order.
    static List<Columns> of(Report report) {
        List<Columns> all = new ArrayList<>();
        List<Section> waiting = new ArrayList<>();
        for (Section section : report.sections()) {
            if (!waiting.isEmpty() && (!isAlike(waiting.getFirst(), section)
                    || waiting.size() == SIDE_BY_SIDE)) {
                all.add(new Columns(waiting));
                waiting.clear();
            }
            waiting.add(section);
        }
        if (!waiting.isEmpty()) {
            all.add(new Columns(waiting));
        }
        return all;
    }

    private static boolean isAlike(Section one, Section other) {
        Set<String> keys = new Columns(List.of(one)).keys();
        long common = other.figures().stream().filter(f -> keys.contains(f.key())).count();
        return common > ALIKE * Math.max(one.figures().size(), other.figures().size());
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        sections.forEach(section -> section.figures().forEach(f -> keys.add(f.key())));
        return keys;
    }

    /// The headings, the first of which is empty, then a row for each key.
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(""));
        sections.forEach(section -> names.add(section.name()));
        rows.add(names);
        for (String key : keys()) {
            List<String> row = new ArrayList<>(List.of(key.replace('_', ' ')));
            sections.forEach(section ->
                    row.add(section.value(key).map(Figure.Value::text).orElse("-")));
            rows.add(row);
        }
        return rows;
    }
}
