package io.freshet.format.amf;

import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.UnsupportedMediaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One AMF3 value with its own reference tables.
///
/// A reference is resolved where it stands and charged as if it were written out, so that shared
/// values cannot unfold beyond the bounds of [AmfInput]; a value that contains itself is refused.
///
/// Threading: confined to one parse.
/// Spec: AMF 3, 3.1 to 3.14.
final class Amf3 {

    static final int BYTE_ARRAY = 12;

    private static final int UNDEFINED = 0;
    private static final int NULL = 1;
    private static final int FALSE = 2;
    private static final int TRUE = 3;
    private static final int INTEGER = 4;
    private static final int DOUBLE = 5;
    private static final int STRING = 6;
    private static final int XML_DOCUMENT = 7;
    private static final int DATE = 8;
    private static final int ARRAY = 9;
    private static final int OBJECT = 10;
    private static final int XML = 11;

    /// A class: name and sealed members come first in each of its objects.
    private record Shape(String className, boolean isDynamic, List<String> members) {
    }

    /// A complete value and what it costs to repeat; a null value is still being read.
    private record Seen(@Nullable AmfValue value, int levels, int values, int textBytes) {
    }

    private final AmfInput in;
    private final List<String> strings = new ArrayList<>();
    private final List<Seen> objects = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();

    Amf3(AmfInput in) {
        this.in = in;
    }

    AmfValue value() throws MediaException {
        in.charge(1, 0);
        int marker = in.u8("AMF3 marker");
        return switch (marker) {
            case UNDEFINED -> AmfValue.UNDEFINED;
            case NULL -> AmfValue.NULL;
            case FALSE -> new AmfValue.Bool(false);
            case TRUE -> new AmfValue.Bool(true);
            // 29 bits, two's complement.
            case INTEGER -> new AmfValue.Num(u29() << 3 >> 3);
            case DOUBLE -> new AmfValue.Num(in.f64("AMF3 double"));
            case STRING -> new AmfValue.Text(string(false));
            case XML_DOCUMENT, XML, DATE, ARRAY, OBJECT, BYTE_ARRAY -> referable(marker);
            default -> throw new UnsupportedMediaException("AMF3 marker " + marker);
        };
    }

    private AmfValue referable(int marker) throws MediaException {
        int header = u29();
        if ((header & 1) == 0) {
            return referred(header >> 1);
        }
        int outerDeepest = in.deepest();
        in.measureFrom(in.depth());
        in.enter();
        int index = objects.size();
        int values = in.values();
        int textBytes = in.textBytes();
        objects.add(new Seen(null, 0, 0, 0));
        AmfValue value = switch (marker) {
            case DATE -> new AmfValue.Date(in.f64("AMF3 date"), (short) 0);
            case ARRAY -> array(header >> 1);
            case OBJECT -> object(header);
            case BYTE_ARRAY -> new AmfValue.Binary(in.bytes(header >> 1));
            default -> new AmfValue.Text(in.string(header >> 1));
        };
        in.leave();
        objects.set(index, new Seen(value, in.deepest() - in.depth(), in.values() - values,
                in.textBytes() - textBytes));
        in.measureFrom(Math.max(outerDeepest, in.deepest()));
        return value;
    }

    private AmfValue referred(int index) throws MalformedMediaException, UnsupportedMediaException {
        if (index >= objects.size()) {
            throw in.bad("AMF3 object reference " + index + " of " + objects.size());
        }
        Seen seen = objects.get(index);
        if (seen.value == null) {
            throw new UnsupportedMediaException("AMF3 object that contains itself");
        }
        in.reach(seen.levels);
        in.charge(seen.values, seen.textBytes);
        return seen.value;
    }

    private AmfValue array(int dense) throws MediaException {
        Map<String, AmfValue> named = dynamicMembers(new LinkedHashMap<>());
        List<AmfValue> items = new ArrayList<>();
        for (int i = 0; i < dense; i++) {
            items.add(value());
        }
        if (named.isEmpty()) {
            return new AmfValue.StrictArray(items);
        }
        for (int i = 0; i < dense; i++) {
            named.put(Integer.toString(i), items.get(i));
        }
        return new AmfValue.EcmaArray(named);
    }

    private AmfValue object(int header) throws MediaException {
        Shape shape = shape(header);
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (String member : shape.members) {
            properties.put(member, value());
        }
        if (shape.isDynamic) {
            dynamicMembers(properties);
        }
        return shape.className.isEmpty() ? new AmfValue.Obj(properties)
                : new AmfValue.Typed(shape.className, properties);
    }

    /// Bits of `header` from the lowest: 1, traits inline, externalizable, dynamic, member count.
    private Shape shape(int header) throws MediaException {
        if ((header & 2) == 0) {
            int index = header >> 2;
            if (index >= shapes.size()) {
                throw in.bad("AMF3 traits reference " + index + " of " + shapes.size());
            }
            return shapes.get(index);
        }
        if ((header & 4) != 0) {
            throw new UnsupportedMediaException("AMF3 externalizable object");
        }
        String className = string(true);
        List<String> members = new ArrayList<>();
        for (int i = 0; i < header >> 4; i++) {
            in.charge(1, 0);
            members.add(string(true));
        }
        Shape shape = new Shape(className, (header & 8) != 0, members);
        shapes.add(shape);
        return shape;
    }

    private Map<String, AmfValue> dynamicMembers(Map<String, AmfValue> into)
            throws MediaException {
        // Each turn takes at least a byte or fails; value() charges the bound on values.
        for (String name = string(true); !name.isEmpty(); name = string(true)) {
            into.put(name, value());
        }
        return into;
    }

    private String string(boolean isName) throws MalformedMediaException {
        int header = u29();
        int rest = header >> 1;
        if ((header & 1) == 0) {
            if (rest >= strings.size()) {
                throw in.bad("AMF3 string reference " + rest + " of " + strings.size());
            }
            String string = strings.get(rest);
            // As UTF-8 at most three bytes a char.
            in.charge(0, string.length() * 3);
            if (isName && string.length() > AmfInput.MAX_NAME_BYTES) {
                throw in.bad("name of " + string.length() + " characters");
            }
            return string;
        }
        String string = isName ? in.name(rest) : in.string(rest);
        if (!string.isEmpty()) {
            strings.add(string);
        }
        return string;
    }

    /// One to four bytes, seven bits each but the fourth, which has eight.
    private int u29() throws MalformedMediaException {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int next = in.u8("AMF3 integer");
            value = value << 7 | next & 0x7F;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        return value << 8 | in.u8("AMF3 integer");
    }
}
