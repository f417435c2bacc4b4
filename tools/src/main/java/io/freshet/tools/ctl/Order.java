package io.freshet.tools.ctl;

import io.freshet.tools.ctl.Operation.Input;
import io.freshet.tools.ctl.Operation.Place;
import io.freshet.tools.options.WrongUse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request, made of words.
///
/// @param method  of HTTP
/// @param target  path and query, encoded
/// @param headers further ones
/// @param body    JSON, if it has any
record Order(String method, String target, Map<String, String> headers, Optional<String> body) {

    private static final Pattern SPAN = Pattern.compile("([+-]?)(\\d{1,6})(ms|s|m|h|d)");

    /// @param operation  what is wanted
    /// @param words      what stands behind its name: path parameters, then `--option VALUE`
    /// @param nowWallMs  what `+2h` counts from, Unix time, ms
    /// @throws WrongUse if they do not fit; the message says what would
    static Order of(Operation operation, List<String> words, long nowWallMs) throws WrongUse {
        List<String> plain = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                plain.add(word);
            } else if (i + 1 == words.size()) {
                throw new WrongUse(word + " lacks its value");
            } else if (options.put(word.substring(2), words.get(++i)) != null) {
                throw new WrongUse(word + " is given twice");
            }
        }
        String path = path(operation, plain);
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        Map<String, String> headers = new LinkedHashMap<>();
        StringJoiner body = new StringJoiner(",", "{", "}");
        boolean hasBody = false;
        for (Input input : operation.inputs()) {
            String value = options.remove(input.option());
            hasBody |= input.place() == Place.BODY;
            if (value == null) {
                needs(operation, input);
                continue;
            }
            switch (input.place()) {
                case PATH -> throw new WrongUse("give " + input.name() + " without --"
                        + input.option());
                case QUERY -> query.add(encoded(input.name()) + "="
                        + encoded(time(input, value, nowWallMs)));
                case HEADER -> headers.put(input.name(), value);
                case BODY -> body.add(JsonValue.text(input.name()) + ":"
                        + json(input, time(input, value, nowWallMs)));
            }
        }
        if (!options.isEmpty()) {
            throw new WrongUse("unknown option --" + options.keySet().iterator().next()
                    + " of " + operation.command() + "; see ctl help " + operation.command());
        }
        return new Order(operation.method(), path + query, headers,
                hasBody ? Optional.of(body.toString()) : Optional.empty());
    }

    private static void needs(Operation operation, Input input) throws WrongUse {
        if (input.required() && input.place() != Place.PATH) {
            throw new WrongUse(operation.command() + " needs --" + input.option());
        }
    }

    /// `live/cam` may be written for the two words `live cam`.
    private static String path(Operation operation, List<String> words) throws WrongUse {
        List<Input> inputs = operation.inputs(Place.PATH);
        List<String> values = new ArrayList<>(words);
        if (!values.isEmpty() && values.size() == inputs.size() - 1) {
            String[] both = values.getFirst().split("/", 2);
            if (both.length == 2) {
                values.set(0, both[1]);
                values.addFirst(both[0]);
            }
        }
        if (values.size() != inputs.size()) {
            StringJoiner wanted = new StringJoiner(" ");
            inputs.forEach(input -> wanted.add(input.option().toUpperCase(Locale.ROOT)));
            throw new WrongUse(operation.command() + (inputs.isEmpty() ? " takes options alone"
                    : " takes " + wanted));
        }
        String path = operation.path();
        for (int i = 0; i < inputs.size(); i++) {
            path = path.replace("{" + inputs.get(i).name() + "}", encoded(values.get(i)));
        }
        return path;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Where milliseconds are wanted, `2h` is a span, `+2h` and `-2h` are counted from now, and
    /// `2026-03-01T12:00:00Z` is a date.
    private static String time(Input input, String value, long nowWallMs) throws WrongUse {
        boolean wanted = input.name().endsWith("Ms") || input.type().equals("integer")
                && (input.name().equals("from") || input.name().equals("to"));
        if (!wanted || value.matches("-?\\d+")) {
            return value;
        }
        Matcher span = SPAN.matcher(value);
        if (!span.matches()) {
            try {
                return String.valueOf(Instant.parse(value).toEpochMilli());
            } catch (DateTimeException bad) {
                throw new WrongUse("--" + input.option() + " " + value
                        + " is neither a time like 2h, +2h or -30m nor 2026-03-01T12:00:00Z");
            }
        }
        long count = Long.parseLong(span.group(2));
        long ms = switch (span.group(3)) {
            case "ms" -> count;
            case "s" -> Duration.ofSeconds(count).toMillis();
            case "m" -> Duration.ofMinutes(count).toMillis();
            case "h" -> Duration.ofHours(count).toMillis();
            default -> Duration.ofDays(count).toMillis();
        };
        return String.valueOf(switch (span.group(1)) {
            case "+" -> nowWallMs + ms;
            case "-" -> nowWallMs - ms;
            default -> ms;
        });
    }

    private static String json(Input input, String value) throws WrongUse {
        String wrong = "--" + input.option() + " " + value + " is not ";
        return switch (input.type()) {
            case "integer", "number" -> {
                if (!value.matches("-?\\d{1,18}(\\.\\d{1,9})?")) {
                    throw new WrongUse(wrong + "a number");
                }
                yield value;
            }
            case "boolean" -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw new WrongUse(wrong + "true or false");
                }
                yield value;
            }
            case "array" -> {
                StringJoiner items = new StringJoiner(",", "[", "]");
                for (String item : value.split(",")) {
                    if (!item.isBlank()) {
                        items.add(JsonValue.text(item.strip()));
                    }
                }
                yield items.toString();
            }
            case "object" -> {
                StringJoiner entries = new StringJoiner(",", "{", "}");
                for (String entry : value.split(",")) {
                    String[] both = entry.split("=", 2);
                    if (both.length != 2) {
                        throw new WrongUse(wrong + "a list like NAME=VALUE,NAME=VALUE");
                    }
                    entries.add(JsonValue.text(both[0].strip()) + ":"
                            + JsonValue.text(both[1].strip()));
                }
                yield entries.toString();
            }
            default -> JsonValue.text(value);
        };
    }
}
