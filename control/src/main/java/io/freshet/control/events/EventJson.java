package io.freshet.control.events;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Events as JSON: in the journal, in the API, in webhooks.
public final class EventJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private EventJson() {
    }

    /// One object on one line.
    public static String text(LoggedEvent event) {
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            write(event, json);
            json.writeEndObject();
        }
        return out.toString();
    }

    /// The properties, into an object that is open.
    public static void write(LoggedEvent logged, JsonGenerator json) {
        Event event = logged.event();
        json.writeStringProperty("id", logged.id());
        json.writeStringProperty("type", event.type());
        json.writeNumberProperty("atMs", logged.atMs());
        event.stream().ifPresent(key -> {
            json.writeStringProperty("app", key.app());
            json.writeStringProperty("stream", key.name());
        });
        json.writeObjectPropertyStart("facts");
        event.facts().forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    /// The facts alone, as an object.
    static String facts(Event event) {
        StringWriter out = new StringWriter(128);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            event.facts().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return out.toString();
    }

    /// What [#text] wrote; empty if it is not that.
    static Optional<LoggedEvent> parse(String text) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            Map<String, String> all = new HashMap<>();
            Map<String, String> facts = new HashMap<>();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    strings(json, facts);
                } else {
                    all.put(name, json.getString());
                }
            }
            return made(all, facts);
        } catch (JacksonException | IllegalArgumentException | BadNameException _) {
            return Optional.empty();
        }
    }

    /// What [#facts] wrote; empty if it is not that.
    static Map<String, String> parseFacts(String text) {
        Map<String, String> facts = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                strings(json, facts);
            }
        } catch (JacksonException _) {
            facts.clear();
        }
        return facts;
    }

    private static void strings(JsonParser json, Map<String, String> into) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                into.put(name, json.getString());
            }
        }
    }

    private static Optional<LoggedEvent> made(Map<String, String> all, Map<String, String> facts)
            throws BadNameException {
        @Nullable String id = all.get("id");
        @Nullable String type = all.get("type");
        @Nullable String atMs = all.get("atMs");
        if (id == null || type == null || atMs == null) {
            return Optional.empty();
        }
        @Nullable String app = all.get("app");
        @Nullable String name = all.get("stream");
        Optional<StreamKey> stream = app == null || name == null
                ? Optional.empty() : Optional.of(StreamKey.of(app, name));
        return Optional.of(new LoggedEvent(id, Long.parseLong(atMs),
                new Event(type, stream, facts)));
    }
}
