package io.freshet.control.api;

import io.freshet.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes JSON in UTF-8, one object a document.
public final class Json {

    /// Immutable and shared, as its makers intend.
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {
    }

    public static Bytes object(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return Bytes.wrap(out.toByteArray());
    }

    /// Writes a property that is a list of objects.
    ///
    /// @param each writes the properties of one into the object that is open
    public static <T> void objects(JsonGenerator json, String name, Iterable<T> items,
            BiConsumer<T, JsonGenerator> each) {
        json.writeArrayPropertyStart(name);
        for (T item : items) {
            json.writeStartObject();
            each.accept(item, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// Writes a property that is a list of texts.
    public static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }
}
