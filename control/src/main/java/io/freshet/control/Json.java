package io.freshet.control;

import io.freshet.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes JSON in UTF-8, one object a document.
final class Json {

    /// Immutable and shared, as its makers intend.
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {
    }

    static Bytes object(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return Bytes.wrap(out.toByteArray());
    }
}
