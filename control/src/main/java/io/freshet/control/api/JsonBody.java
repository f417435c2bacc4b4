package io.freshet.control.api;

import io.freshet.media.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads the JSON object of a request: maps, lists, texts, whole numbers, fractions, flags.
final class JsonBody {

    /// Stands for null, which maps do not hold.
    static final Object NULL = new Object();

    /// No request of ours is deeper than four.
    private static final int DEPTH_MAX = 16;
    private static final int NUMBER_CHARS_MAX = 40;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_CHARS_MAX).build())
            .build();

    private JsonBody() {
    }

    static Body parse(Bytes text) throws ApiProblem {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(),
                text.toArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ApiProblem(400, "the body must be a JSON object");
            }
            Map<String, Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new ApiProblem(400, "the body must be one JSON object and nothing more");
            }
            return new Body(object, "");
        } catch (JacksonException e) {
            throw new ApiProblem(400, "the body is not JSON: line "
                    + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws ApiProblem {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<Object> list(JsonParser parser) throws ApiProblem {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Object value(JsonParser parser) throws ApiProblem {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            default -> throw new ApiProblem(400, "the body is not JSON");
        };
    }
}
