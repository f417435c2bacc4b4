package io.freshet.format.relay;

import io.freshet.format.amf.AmfValue;
import io.freshet.media.MalformedMediaException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The properties of one object, each asked for once, and none left over.
///
/// Threading: confined to its owner.
final class Fields {

    /// Whole numbers up to here are exact in AMF0.
    static final long LONG_MAX = 1L << 53;

    private final String what;
    private final Map<String, AmfValue> properties;
    private final Set<String> left;

    Fields(String what, AmfValue value) throws MalformedMediaException {
        if (!(value instanceof AmfValue.Obj(Map<String, AmfValue> all))) {
            throw new MalformedMediaException(what + ": no object", 0);
        }
        this.what = what;
        this.properties = all;
        this.left = new HashSet<>(all.keySet());
    }

    AmfValue value(String name) throws MalformedMediaException {
        AmfValue value = properties.get(name);
        if (value == null || !left.remove(name)) {
            throw bad("no " + name);
        }
        return value;
    }

    long number(String name, long min, long max) throws MalformedMediaException {
        if (value(name) instanceof AmfValue.Num(double number) && number == Math.rint(number)
                && number >= min && number <= max) {
            return (long) number;
        }
        throw bad(name + " is no whole number of " + min + " to " + max);
    }

    int integer(String name, int min, int max) throws MalformedMediaException {
        return (int) number(name, min, max);
    }

    boolean flag(String name) throws MalformedMediaException {
        if (value(name) instanceof AmfValue.Bool(boolean flag)) {
            return flag;
        }
        throw bad(name + " is neither true nor false");
    }

    String text(String name, int charsMax) throws MalformedMediaException {
        if (value(name) instanceof AmfValue.Text(String text) && text.length() <= charsMax) {
            return text;
        }
        throw bad(name + " is no text of at most " + charsMax + " characters");
    }

    /// All has been asked for.
    void end() throws MalformedMediaException {
        if (!left.isEmpty()) {
            throw bad("unknown fields " + left);
        }
    }

    MalformedMediaException bad(String why) {
        return new MalformedMediaException(what + ": " + why, 0);
    }
}
