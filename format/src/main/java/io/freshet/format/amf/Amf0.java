package io.freshet.format.amf;

import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// AMF0 values, read within bounds and written.
///
/// An AMF3 value behind the AVM+ marker is read as well. References are refused: no RTMP encoder
/// writes them, and they would let a short message unfold without end.
///
/// Spec: AMF 0, 2.2 to 2.18.
public final class Amf0 {

    static final int NUMBER = 0;
    static final int BOOLEAN = 1;
    static final int STRING = 2;
    static final int OBJECT = 3;
    static final int NULL = 5;
    static final int UNDEFINED = 6;
    static final int REFERENCE = 7;
    static final int ECMA_ARRAY = 8;
    static final int OBJECT_END = 9;
    static final int STRICT_ARRAY = 10;
    static final int DATE = 11;
    static final int LONG_STRING = 12;
    static final int UNSUPPORTED = 13;
    static final int XML_DOCUMENT = 15;
    static final int TYPED_OBJECT = 16;
    static final int AVMPLUS = 17;

    private Amf0() {
    }

    /// Reads one value; `source` stands behind it afterwards.
    ///
    /// @throws MediaException if it is malformed, beyond a bound, or of a kind that nobody sends
    public static AmfValue parse(ByteBuffer source) throws MediaException {
        return value(new AmfInput(source));
    }

    /// Reads values until `source` is empty; the bounds hold for all of them together.
    ///
    /// @throws MediaException if one is malformed, beyond a bound, or of a kind that nobody sends
    public static List<AmfValue> parseAll(ByteBuffer source) throws MediaException {
        AmfInput in = new AmfInput(source);
        List<AmfValue> values = new ArrayList<>();
        while (!in.isAtEnd()) {
            values.add(value(in));
        }
        return values;
    }

    /// The values one after the other.
    ///
    /// @throws IllegalArgumentException if a property name has more than 65 535 bytes
    public static Bytes write(AmfValue... values) {
        AmfWriter writer = new AmfWriter();
        for (AmfValue value : values) {
            writer.value(value);
        }
        return writer.toBytes();
    }

    private static AmfValue value(AmfInput in) throws MediaException {
        int marker = in.u8("marker");
        in.charge(marker == AVMPLUS ? 0 : 1, 0);
        return switch (marker) {
            case NUMBER -> new AmfValue.Num(in.f64("number"));
            case BOOLEAN -> new AmfValue.Bool(in.u8("boolean") != 0);
            case STRING -> new AmfValue.Text(in.string(in.u16("string length")));
            case NULL -> AmfValue.NULL;
            case UNDEFINED, UNSUPPORTED -> AmfValue.UNDEFINED;
            case DATE -> new AmfValue.Date(in.f64("date"), (short) in.u16("time zone"));
            case LONG_STRING, XML_DOCUMENT ->
                    new AmfValue.Text(in.string(in.u32("long string length")));
            case OBJECT, ECMA_ARRAY, STRICT_ARRAY, TYPED_OBJECT, AVMPLUS -> nested(in, marker);
            case OBJECT_END -> throw in.bad("object end outside of an object");
            case REFERENCE -> throw new UnsupportedMediaException("AMF0 reference");
            default -> throw new UnsupportedMediaException("AMF0 marker " + marker);
        };
    }

    private static AmfValue nested(AmfInput in, int marker) throws MediaException {
        in.enter();
        AmfValue value = switch (marker) {
            case OBJECT -> new AmfValue.Obj(properties(in, Long.MAX_VALUE));
            case ECMA_ARRAY -> new AmfValue.EcmaArray(properties(in, in.u32("array length")));
            case STRICT_ARRAY -> new AmfValue.StrictArray(items(in, in.u32("array length")));
            case TYPED_OBJECT -> new AmfValue.Typed(in.name(in.u16("class name length")),
                    properties(in, Long.MAX_VALUE));
            default -> new Amf3(in).value();
        };
        in.leave();
        return value;
    }

    private static List<AmfValue> items(AmfInput in, long count) throws MediaException {
        List<AmfValue> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(value(in));
        }
        return items;
    }

    /// Some encoders leave out the end marker of a last associative array: `complete` properties
    /// and then the end of the message are enough. Otherwise its length is only a hint.
    private static Map<String, AmfValue> properties(AmfInput in, long complete)
            throws MediaException {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (long count = 0; count < complete || !in.isAtEnd(); count++) {
            String name = in.name(in.u16("property name length"));
            if (name.isEmpty() && in.peekU8("object end") == OBJECT_END) {
                in.u8("object end");
                break;
            }
            properties.put(name, value(in));
        }
        return properties;
    }
}
