package io.freshet.tools.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands on the command line behind a command's name.
///
/// Each option is asked for once; [#finish] then knows the ones that nobody asked for.
public final class Words {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB)?");

    private final List<String> plain = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private final Set<String> flags;
    private final Set<String> asked = new HashSet<>();

    /// @param words  what was written
    /// @param flags  options without a value, with their dashes
    /// @param shorts long names, without dashes, of short options, without dash
    /// @throws WrongUse if an option lacks its value or occurs twice
    public Words(List<String> words, Set<String> flags, Map<String, String> shorts)
            throws WrongUse {
        this.flags = flags;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                plain.add(word);
                continue;
            }
            String name = word.replaceFirst("--?", "");
            name = word.startsWith("--") ? name : shorts.getOrDefault(name, name);
            boolean isFlag = flags.contains(name);
            if (!isFlag && i + 1 == words.size()) {
                throw new WrongUse(word + " is unknown or lacks its value");
            }
            if (options.put(name, isFlag ? "" : words.get(++i)) != null) {
                throw new WrongUse(word + " is given twice");
            }
        }
    }

    /// The words that are no options.
    public List<String> plain() {
        return List.copyOf(plain);
    }

    /// Whether a flag is set.
    public boolean flag(String name) {
        if (!flags.contains(name)) {
            throw new IllegalArgumentException(name + " is not declared");
        }
        return take(name).isPresent();
    }

    /// The text of an option.
    public Optional<String> text(String name) {
        return take(name);
    }

    /// A whole number of at least `least` and at most `most`.
    ///
    /// @throws WrongUse if it is no such number
    public int number(String name, int otherwise, int least, int most) throws WrongUse {
        Optional<String> text = take(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("\\d{1,9}") || Integer.parseInt(text.get()) < least
                || Integer.parseInt(text.get()) > most) {
            throw new WrongUse("--" + name + " " + text.get() + " is not a number from " + least
                    + " to " + most);
        }
        return Integer.parseInt(text.get());
    }

    /// A time like `200ms`, `2s`, `1.5m`.
    ///
    /// @throws WrongUse if it is none
    public Duration duration(String name, Duration otherwise) throws WrongUse {
        Optional<String> text = take(name);
        return text.isEmpty() ? otherwise : duration(name, text.get());
    }

    private static Duration duration(String name, String text) throws WrongUse {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new WrongUse("--" + name + " " + text + " is not a time like 200ms, 2s or 5m");
        }
        double unitMs = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
        return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * unitMs));
    }

    /// Bytes, like `64KiB`.
    ///
    /// @throws WrongUse if it is none
    public long bytes(String name, long otherwise) throws WrongUse {
        Optional<String> text = take(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher matcher = SIZE.matcher(text.get());
        if (!matcher.matches()) {
            throw new WrongUse("--" + name + " " + text.get() + " is not a size like 64KiB");
        }
        long unit = "MiB".equals(matcher.group(2)) ? 1 << 20
                : "KiB".equals(matcher.group(2)) ? 1 << 10 : 1;
        return Long.parseLong(matcher.group(1)) * unit;
    }

    /// To be called when all options have been asked for.
    ///
    /// @throws WrongUse if one was given that nobody asked for
    public void finish() throws WrongUse {
        for (String name : options.keySet()) {
            if (!asked.contains(name)) {
                throw new WrongUse("unknown option --" + name);
            }
        }
    }

    private Optional<String> take(String name) {
        asked.add(name);
        return Optional.ofNullable(options.get(name));
    }
}
