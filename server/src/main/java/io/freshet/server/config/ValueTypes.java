package io.freshet.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The kinds of values that there are.
final class ValueTypes {

    static final ValueType<String> TEXT = new ValueType<>("text", text -> text);

    static final ValueType<Path> PATH = new ValueType<>("path", text -> {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new BadValueException("'" + text + "' is not a path");
        }
        return Path.of(text);
    });

    static final ValueType<Boolean> SWITCH = new ValueType<>("true or false", text ->
            switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new BadValueException("'" + text + "' is not true or false");
            });

    static final ValueType<List<String>> TEXTS = new ValueType<>("list of texts", true, text ->
            Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());

    static final ValueType<Listen> LISTEN =
            new ValueType<>("HOST:PORT, [IPV6]:PORT or off; port 0 is any free one", Listen::parse);

    static final ValueType<FlushInterval> FLUSH =
            new ValueType<>("0, video, or duration, 10ms to 350ms", text -> switch (text) {
                case "0" -> FlushInterval.AT_ONCE;
                case "video" -> FlushInterval.WITH_VIDEO;
                default -> new FlushInterval(duration("10ms", "350ms").parser().parse(text), false);
            });

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB|)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d|)");
    private static final Map<String, Long> UNIT_BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Map<String, Long> UNIT_MS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private ValueTypes() {
    }

    /// A whole number, both ends included.
    static ValueType<Integer> whole(int min, int max) {
        String hint = min + " to " + max;
        return new ValueType<>(hint, text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new BadValueException("'" + text + "' is not a whole number, " + hint);
            }
            throw new BadValueException(text + " is out of range, " + hint);
        });
    }

    /// A number of bytes, both ends included.
    static ValueType<Long> size(String min, String max) {
        String hint = "size, " + min + " to " + max;
        return new ValueType<>(hint, text -> {
            long bytes = bytesOf(text);
            if (bytes < bytesOf(min) || bytes > bytesOf(max)) {
                throw new BadValueException(text + " is out of range, " + min + " to " + max);
            }
            return bytes;
        });
    }

    /// A span of time, both ends included.
    static ValueType<Duration> duration(String min, String max) {
        String hint = "duration, " + min + " to " + max;
        return new ValueType<>(hint, text -> {
            Duration value = durationOf(text);
            if (value.compareTo(durationOf(min)) < 0 || value.compareTo(durationOf(max)) > 0) {
                throw new BadValueException(text + " is out of range, " + min + " to " + max);
            }
            return value;
        });
    }

    /// One of the constants of `type`, by its label.
    static <E extends Enum<E> & Choice> ValueType<E> choice(Class<E> type) {
        E[] all = type.getEnumConstants();
        String labels = Arrays.stream(all).map(Choice::label).collect(Collectors.joining(", "));
        return new ValueType<>("one of " + labels, text -> {
            for (E each : all) {
                if (each.label().equals(text)) {
                    return each;
                }
            }
            throw new BadValueException("'" + text + "' is not one of " + labels);
        });
    }

    private static long bytesOf(String text) throws BadValueException {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new BadValueException(
                    "'" + text + "' is not a size: write a number and B, KiB, MiB or GiB");
        }
        long unit = UNIT_BYTES.getOrDefault(matcher.group(2), 1L);
        long count = Long.parseLong(matcher.group(1));
        return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
    }

    private static Duration durationOf(String text) throws BadValueException {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        // "0" needs no unit; any other number without one is a guess.
        if (!matcher.matches() || matcher.group(2).isEmpty() && !matcher.group(1).equals("0")) {
            throw new BadValueException(
                    "'" + text + "' is not a duration: write a number and ms, s, m, h or d");
        }
        long unit = UNIT_MS.getOrDefault(matcher.group(2), 1L);
        return Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    }
}
