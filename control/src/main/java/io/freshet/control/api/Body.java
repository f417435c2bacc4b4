package io.freshet.control.api;

import io.freshet.media.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The JSON object that a request carries, read key by key; whoever reads a key that is missing or
/// of another kind answers 400 with the key's name. After the last key comes `done()`.
///
/// Threading: confined to the call.
public final class Body {

    private final Map<String, Object> values;
    /// In front of names in messages: `target.` of an inner object.
    private final String prefix;
    private final Set<String> asked = new HashSet<>();

    Body(Map<String, Object> values, String prefix) {
        this.values = values;
        this.prefix = prefix;
    }

    /// Reads what somebody sent or what was kept.
    ///
    /// @throws ApiProblem if it is not one JSON object
    public static Body parse(Bytes text) throws ApiProblem {
        return JsonBody.parse(text);
    }

    /// The names of all keys that are there; for objects whose keys are not known beforehand.
    public Set<String> names() {
        asked.addAll(values.keySet());
        return new TreeSet<>(values.keySet());
    }

    /// Whether the key is there and not null.
    public boolean has(String name) {
        asked.add(name);
        Object value = values.get(name);
        return value != null && !value.equals(JsonBody.NULL);
    }

    public String text(String name) throws ApiProblem {
        return required(name, optionalText(name));
    }

    public Optional<String> optionalText(String name) throws ApiProblem {
        return value(name, String.class, "a text");
    }

    /// A text of at least one and at most `charsMax` characters, none of them a control character.
    public String line(String name, int charsMax) throws ApiProblem {
        String text = text(name).strip();
        if (text.isEmpty() || text.length() > charsMax
                || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong(name, "a text of 1 to " + charsMax + " characters on one line");
        }
        return text;
    }

    public long number(String name) throws ApiProblem {
        return required(name, optionalNumber(name));
    }

    public Optional<Long> optionalNumber(String name) throws ApiProblem {
        return value(name, Long.class, "a whole number");
    }

    /// A number, whole or not.
    public Optional<Double> optionalFraction(String name) throws ApiProblem {
        return value(name, Number.class, "a number").map(Number::doubleValue);
    }

    public boolean flag(String name) throws ApiProblem {
        return required(name, optionalFlag(name));
    }

    public Optional<Boolean> optionalFlag(String name) throws ApiProblem {
        return value(name, Boolean.class, "true or false");
    }

    public List<String> texts(String name) throws ApiProblem {
        return required(name, optionalTexts(name));
    }

    public Optional<List<String>> optionalTexts(String name) throws ApiProblem {
        Optional<List<?>> list = list(name, "a list of texts");
        if (list.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Object each : list.get()) {
            if (!(each instanceof String text)) {
                throw wrong(name, "a list of texts");
            }
            texts.add(text);
        }
        return Optional.of(texts);
    }

    public Body object(String name) throws ApiProblem {
        return required(name, optionalObject(name));
    }

    public Optional<Body> optionalObject(String name) throws ApiProblem {
        Optional<?> map = value(name, Map.class, "an object");
        return map.map(each -> inner(each, prefix + name + "."));
    }

    /// A list of objects; empty if it is not there.
    public List<Body> objects(String name) throws ApiProblem {
        List<Body> objects = new ArrayList<>();
        Optional<List<?>> list = list(name, "a list of objects");
        for (Object each : list.isPresent() ? list.get() : List.of()) {
            if (!(each instanceof Map)) {
                throw wrong(name, "a list of objects");
            }
            objects.add(inner(each, prefix + name + "[]."));
        }
        return objects;
    }

    /// Refuses keys that nobody asked for: a misspelt one must not be overlooked.
    public void done() throws ApiProblem {
        for (String name : new TreeSet<>(values.keySet())) {
            if (!asked.contains(name)) {
                throw new ApiProblem(400, prefix + shown(name) + " is not a key of this request");
            }
        }
    }

    /// The problem that a key's value is not what it must be.
    public ApiProblem wrong(String name, String mustBe) {
        return new ApiProblem(400, prefix + name + " must be " + mustBe);
    }

    /// Names are the peer's: what is no plain word is not repeated.
    private static String shown(String name) {
        return name.matches("[A-Za-z0-9_-]{1,40}") ? name : "a key with a strange name";
    }

    private Optional<List<?>> list(String name, String kind) throws ApiProblem {
        return value(name, List.class, kind).map(each -> each);
    }

    @SuppressWarnings("unchecked")
    private static Body inner(Object map, String prefix) {
        return new Body((Map<String, Object>) map, prefix);
    }

    private <T> Optional<T> value(String name, Class<T> kind, String mustBe) throws ApiProblem {
        if (!has(name)) {
            return Optional.empty();
        }
        Object value = values.get(name);
        if (!kind.isInstance(value)) {
            throw wrong(name, mustBe);
        }
        return Optional.of(kind.cast(value));
    }

    private <T> T required(String name, Optional<T> value) throws ApiProblem {
        if (value.isEmpty()) {
            throw new ApiProblem(400, prefix + name + " is missing");
        }
        return value.get();
    }
}
