package io.freshet.coordination;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A record as text: a line `name=value` for each field, fit to be read by people in the engine.
///
/// Fields that are not known are passed over, so that nodes of two versions understand each other.
///
/// Threading: confined to the caller.
final class Fields {

    /// Far more than any record has.
    private static final int FIELDS_MAX = 100;
    private static final int TEXT_CHARS_MAX = 64 << 10;

    private final Map<String, String> values = new LinkedHashMap<>();

    Fields put(String name, String value) {
        values.put(name, value);
        return this;
    }

    Fields put(String name, long value) {
        return put(name, Long.toString(value));
    }

    /// Items must not have a space in them.
    Fields put(String name, List<String> items) {
        return put(name, String.join(" ", items));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(name).append('=')
                .append(value.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D"))
                .append('\n'));
        return text.toString();
    }

    static Fields parse(String text) throws BadRecordException {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new BadRecordException("record of " + text.length() + " characters");
        }
        Fields fields = new Fields();
        for (String line : text.split("\n", FIELDS_MAX + 2)) {
            if (line.isEmpty()) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1 || fields.values.size() == FIELDS_MAX) {
                throw new BadRecordException("not a record of lines name=value");
            }
            fields.put(line.substring(0, equals), line.substring(equals + 1)
                    .replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%"));
        }
        return fields;
    }

    String get(String name) throws BadRecordException {
        String value = values.get(name);
        if (value == null) {
            throw new BadRecordException("record without " + name);
        }
        return value;
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    List<String> list(String name) {
        String value = values.getOrDefault(name, "");
        return value.isEmpty() ? List.of() : List.of(value.split(" ", -1));
    }

    long number(String name) throws BadRecordException {
        String value = get(name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw new BadRecordException(name + " is no number: " + value);
        }
    }

    /// The same, or `otherwise` from nodes of a version that does not say it.
    long number(String name, long otherwise) throws BadRecordException {
        return values.containsKey(name) ? number(name) : otherwise;
    }

    int count(String name) throws BadRecordException {
        long value = number(name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new BadRecordException(name + " is out of range: " + value);
        }
        return (int) value;
    }
}
