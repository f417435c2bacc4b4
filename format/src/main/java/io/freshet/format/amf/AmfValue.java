package io.freshet.format.amf;

import io.freshet.media.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One AMF value, whichever version carried it. Maps keep the order of the wire.
public sealed interface AmfValue {

    /// The one null.
    Null NULL = new Null();
    /// The one undefined.
    Undefined UNDEFINED = new Undefined();

    /// A number; AMF3 integers become one too.
    record Num(double value) implements AmfValue {
    }

    /// True or false.
    record Bool(boolean value) implements AmfValue {
    }

    /// A string, short or long, or the text of an XML document.
    record Text(String value) implements AmfValue {
    }

    /// Null.
    record Null() implements AmfValue {
    }

    /// Undefined, or a value that its writer could not express.
    record Undefined() implements AmfValue {
    }

    /// A point in time.
    ///
    /// @param epochMs     ms of the Unix epoch, fractions allowed
    /// @param zoneMinutes reserved by the specification; kept, not applied
    record Date(double epochMs, short zoneMinutes) implements AmfValue {
    }

    /// AMF3 ByteArray.
    record Binary(Bytes bytes) implements AmfValue {
    }

    /// Values by position.
    record StrictArray(List<AmfValue> items) implements AmfValue {
        public StrictArray {
            items = List.copyOf(items);
        }
    }

    /// An object without a class.
    record Obj(Map<String, AmfValue> properties) implements Keyed {
        public Obj {
            properties = ordered(properties);
        }
    }

    /// An associative array, the usual form of `onMetaData`.
    record EcmaArray(Map<String, AmfValue> properties) implements Keyed {
        public EcmaArray {
            properties = ordered(properties);
        }
    }

    /// An object with a class name.
    record Typed(String className, Map<String, AmfValue> properties) implements Keyed {
        public Typed {
            properties = ordered(properties);
        }
    }

    /// Values by name.
    sealed interface Keyed extends AmfValue {

        /// All of them, in order.
        Map<String, AmfValue> properties();

        /// The property of that name.
        default Optional<AmfValue> property(String name) {
            return Optional.ofNullable(properties().get(name));
        }

        /// The property of that name if it is a string.
        default Optional<String> text(String name) {
            return properties().get(name) instanceof Text(String value)
                    ? Optional.of(value) : Optional.empty();
        }

        /// The property of that name, or `absent` if it is no number.
        default double number(String name, double absent) {
            return properties().get(name) instanceof Num(double value) ? value : absent;
        }
    }

    private static Map<String, AmfValue> ordered(Map<String, AmfValue> properties) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
