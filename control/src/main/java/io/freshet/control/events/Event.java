package io.freshet.control.events;

import io.freshet.media.StreamKey;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Something that happened.
///
/// @param type   a family and what became of it: `stream.started`
/// @param stream which stream it is about, if it is about one
/// @param facts  more about it, for people and scripts; no secrets; long values are cut
public record Event(String type, Optional<StreamKey> stream, Map<String, String> facts) {

    /// More would be a document.
    private static final int FACTS_MAX = 24;
    /// A sentence; a user agent is longer at times, and is cut.
    private static final int VALUE_CHARS_MAX = 400;
    private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[a-z-]+){1,3}");

    public Event {
        if (type.length() > 64 || !TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("event type " + type);
        }
        if (facts.size() > FACTS_MAX) {
            throw new IllegalArgumentException(facts.size() + " facts, at most " + FACTS_MAX);
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        facts.forEach((name, value) -> sorted.put(name, cut(value)));
        facts = Collections.unmodifiableSortedMap(sorted);
    }

    /// About a stream.
    ///
    /// @param facts names and values by turns
    public static Event of(String type, StreamKey stream, String... facts) {
        return new Event(type, Optional.of(stream), pairs(facts));
    }

    /// About no stream.
    ///
    /// @param facts names and values by turns
    public static Event of(String type, String... facts) {
        return new Event(type, Optional.empty(), pairs(facts));
    }

    private static Map<String, String> pairs(String... facts) {
        if (facts.length % 2 != 0) {
            throw new IllegalArgumentException("a fact lacks its value");
        }
        SortedMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            map.put(facts[i], facts[i + 1]);
        }
        return map;
    }

    private static String cut(String value) {
        if (value.length() <= VALUE_CHARS_MAX) {
            return value;
        }
        // Half of a pair is no character.
        int end = Character.isHighSurrogate(value.charAt(VALUE_CHARS_MAX - 1))
                ? VALUE_CHARS_MAX - 1 : VALUE_CHARS_MAX;
        return value.substring(0, end) + "…";
    }
}
