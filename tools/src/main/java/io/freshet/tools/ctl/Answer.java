package io.freshet.tools.ctl;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// JSON as a person reads it: a list becomes a table, anything else a column of names and values.
///
/// Names of streams and of players are what strangers sent: nothing of them reaches the terminal
/// that could steer it.
final class Answer {

    /// A stream's name or an address fits; what is longer is shortened, and whole in `--json`.
    private static final int CELL_MAX = 44;
    /// 2001 in Unix time, ms: greater numbers under a name that ends with `Ms` are dates.
    private static final long DATES_FROM = 1_000_000_000_000L;

    private Answer() {
    }

    /// @param value   what [JsonValue#parse] gave
    /// @param columns what is shown of it; empty: all
    static String text(@Nullable Object value, List<String> columns) {
        if (!(value instanceof Map<?, ?> map)) {
            return cell("", value) + "\n";
        }
        for (Object item : map.values()) {
            if (item instanceof List<?> list && map.size() <= 3
                    && list.stream().allMatch(each -> each instanceof Map)) {
                return list.isEmpty() ? "none\n" : table(list, columns);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        numbered(map).forEach((name, each) -> {
            if (columns.isEmpty() || columns.contains(name)) {
                rows.add(List.of(name, cell(name, each)));
            }
        });
        return lines(rows);
    }

    /// The same with `tracks.1.codec` for what is in a list.
    private static Map<String, @Nullable Object> numbered(Map<?, ?> map) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        flat("", map).forEach((name, value) -> {
            if (value instanceof List<?> list && holdsObjects(list)) {
                for (int i = 0; i < list.size(); i++) {
                    out.putAll(flat(name + "." + (i + 1) + ".", (Map<?, ?>) list.get(i)));
                }
            } else {
                out.put(name, value);
            }
        });
        return out;
    }

    private static boolean holdsObjects(@Nullable Object value) {
        return value instanceof List<?> list && !list.isEmpty()
                && list.stream().allMatch(each -> each instanceof Map);
    }

    private static String table(List<?> items, List<String> columns) {
        List<Map<String, @Nullable Object>> flat = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Object item : items) {
            Map<String, @Nullable Object> one = flat("", (Map<?, ?>) item);
            flat.add(one);
            one.forEach((name, value) -> {
                if (!cell(name, value).isEmpty() && !holdsObjects(value)) {
                    names.add(name);
                }
            });
        }
        if (!columns.isEmpty()) {
            names.retainAll(columns);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(names.stream().map(Answer::heading).toList());
        for (Map<String, @Nullable Object> one : flat) {
            rows.add(names.stream().map(name -> shortened(cell(name, one.get(name)))).toList());
        }
        return lines(rows);
    }

    private static String heading(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replaceFirst("-Ms$", "")
                .toUpperCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> flat(String prefix, Map<?, ?> map) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> inner && !inner.isEmpty() && prefix.length() < 40) {
                out.putAll(flat(name + ".", inner));
            } else {
                out.put(name, value);
            }
        });
        return out;
    }

    private static String cell(String name, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Long date when name.endsWith("Ms") && date >= DATES_FROM ->
                    Instant.ofEpochMilli(date).truncatedTo(ChronoUnit.SECONDS).toString();
            case Long span when name.endsWith("Ms") -> span + "ms";
            case Double number -> number == Math.rint(number) && Math.abs(number) < 1e15
                    ? String.valueOf(number.longValue())
                    : String.valueOf(Math.round(number * 1000) / 1000.0);
            case List<?> list -> {
                StringJoiner joined = new StringJoiner(",");
                list.forEach(each -> joined.add(cell("", each)));
                yield joined.toString();
            }
            case Map<?, ?> map -> map.isEmpty() ? "" : safe(map.toString());
            default -> safe(String.valueOf(value));
        };
    }

    /// Without control characters, and without those that turn the direction of what follows.
    static String safe(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\uFFFD");
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= CELL_MAX ? text
                : text.substring(0, text.offsetByCodePoints(0, CELL_MAX - 1)) + "\u2026";
    }

    private static String lines(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
