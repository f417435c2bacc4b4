package io.freshet.control.access.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Which streams of an app are meant: `camera`, `room/*` (one level), `user-17-*` (what begins
/// so), `school/**` (all below), `**` (every stream).
///
/// @param levels each a name, a beginning with `*` behind it, or at the end `**`
public record StreamPattern(List<String> levels) implements Comparable<StreamPattern> {

    public static final StreamPattern ALL = new StreamPattern(List.of("**"));

    private static final Pattern LEVEL = Pattern.compile("[A-Za-z0-9._-]{1,64}|"
            + "[A-Za-z0-9._-]{0,63}\\*");
    private static final int LEVELS_MAX = 3;
    private static final int CHARS_MAX = 200;

    public StreamPattern {
        levels = List.copyOf(levels);
    }

    /// @throws BadRuleException with words for the one who typed it
    public static StreamPattern parse(String text) throws BadRuleException {
        List<String> levels = Arrays.asList(text.length() > CHARS_MAX ? new String[0]
                : text.split("/", -1));
        boolean good = !levels.isEmpty() && levels.size() <= LEVELS_MAX + 1;
        for (int i = 0; good && i < levels.size(); i++) {
            String level = levels.get(i);
            boolean last = i == levels.size() - 1;
            good = last && level.equals("**")
                    || LEVEL.matcher(level).matches() && i < LEVELS_MAX
                            && !level.equals(".") && !level.equals("..");
        }
        if (!good) {
            throw new BadRuleException("a stream is written as NAME, NAME/*, BEGINNING*, NAME/** "
                    + "or ** for every stream");
        }
        return new StreamPattern(levels);
    }

    public boolean matches(String name) {
        int from = 0;
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals("**")) {
                return from <= name.length();
            }
            if (from > name.length()) {
                return false;
            }
            int slash = name.indexOf('/', from);
            int end = slash < 0 ? name.length() : slash;
            if (!matches(level, name, from, end)) {
                return false;
            }
            from = slash < 0 ? name.length() + 1 : slash + 1;
        }
        return from > name.length();
    }

    private static boolean matches(String level, String name, int from, int end) {
        int fixed = level.length() - 1;
        if (level.charAt(fixed) != '*') {
            return level.length() == end - from && name.startsWith(level, from);
        }
        return end - from >= Math.max(1, fixed) && name.regionMatches(from, level, 0, fixed);
    }

    /// Whether it can mean only one stream.
    public boolean isExact() {
        return levels.stream().noneMatch(level -> level.endsWith("*"));
    }

    /// The more exact first: a name before a beginning, a long beginning before a short one.
    @Override
    public int compareTo(StreamPattern other) {
        return rank().compareTo(other.rank());
    }

    private String rank() {
        List<String> ranks = new ArrayList<>();
        for (String level : levels) {
            ranks.add(!level.endsWith("*") ? "0" + level
                    : level.equals("**") ? "2" : "1" + (char) ('~' - level.length()) + level);
        }
        return String.join("/", ranks);
    }

    @Override
    public String toString() {
        return String.join("/", levels);
    }
}
