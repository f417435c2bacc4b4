package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;
import java.util.LinkedHashMap;
import java.util.Map;

/// Puts an AMF object together, property by property, in order.
///
/// Threading: confined to one caller.
final class AmfObjectBuilder {

    private final Map<String, AmfValue> properties = new LinkedHashMap<>();

    AmfObjectBuilder with(String name, AmfValue value) {
        properties.put(name, value);
        return this;
    }

    AmfObjectBuilder with(String name, String value) {
        return with(name, new AmfValue.Text(value));
    }

    AmfObjectBuilder with(String name, double value) {
        return with(name, new AmfValue.Num(value));
    }

    AmfObjectBuilder with(String name, boolean value) {
        return with(name, new AmfValue.Bool(value));
    }

    AmfValue.Obj build() {
        return new AmfValue.Obj(properties);
    }
}
