package io.freshet.control.events;

import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which events somebody wants.
///
/// @param types   wanted types, `stream.*` for a family; empty for all
/// @param app     of this app only
/// @param stream  of this stream only; needs `app`
/// @param visible apps whose events may be seen; empty if all may be, and those of no app
public record EventFilter(List<String> types, Optional<String> app, Optional<String> stream,
        Optional<Set<String>> visible) {

    /// As many as there are families, and some.
    static final int TYPES_MAX = 20;

    /// All of them.
    public static final EventFilter ALL =
            new EventFilter(List.of(), Optional.empty(), Optional.empty(),
                    Optional.empty());

    private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[a-z-]+){0,3}(\\.\\*)?");

    public EventFilter {
        types = List.copyOf(types);
        visible = visible.map(Set::copyOf);
        if (types.size() > TYPES_MAX) {
            throw new IllegalArgumentException("more than " + TYPES_MAX + " types");
        }
        for (String type : types) {
            if (!isType(type)) {
                throw new IllegalArgumentException(
                        "a type is written stream.ended, a family stream.*");
            }
        }
    }

    /// Whether that names a type of events, or a family of them.
    public static boolean isType(String text) {
        return text.length() <= 64 && TYPE.matcher(text).matches();
    }

    /// Whether it is one of them.
    public boolean takes(Event event) {
        Optional<String> its = event.stream().map(StreamKey::app);
        return visible.map(apps -> its.map(apps::contains).orElse(false)).orElse(true)
                && (app.isEmpty() || its.equals(app))
                && (stream.isEmpty() || event.stream().map(StreamKey::name).equals(stream))
                && takes(types, event.type());
    }

    /// Whether `type` is among `types`; none stands for all.
    public static boolean takes(List<String> types, String type) {
        return types.isEmpty() || types.stream().anyMatch(each -> each.endsWith(".*")
                ? type.startsWith(each.substring(0, each.length() - 1)) : type.equals(each));
    }
}
