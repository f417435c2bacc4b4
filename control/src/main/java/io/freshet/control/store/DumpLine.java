package io.freshet.control.store;

import io.freshet.control.store.Dump.Unusable;
import java.io.StringWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One line of a backup.
///
/// @param format  of a first line
/// @param scheme  of a first line: the newest script of the tables
/// @param table   of a line that begins one
/// @param columns of it
/// @param end     of the last line: the number of rows
/// @param values  of a row: text, long, double or null
record DumpLine(Optional<Integer> format, Optional<String> scheme, Optional<String> table,
        List<String> columns, Optional<Long> end, List<@Nullable Object> values) {

    private static final JsonFactory FACTORY = new JsonFactory();

    static String head(int format, String scheme) {
        return json(json -> {
            json.writeStartObject();
            json.writeNumberProperty("freshet", format);
            json.writeStringProperty("scheme", scheme);
            json.writeEndObject();
        });
    }

    static String table(String name, List<String> columns) {
        return json(json -> {
            json.writeStartObject();
            json.writeStringProperty("table", name);
            json.writeArrayPropertyStart("columns");
            columns.forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static String row(ResultSet row, int columns) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            values.add(row.getObject(i));
        }
        return json(json -> {
            json.writeStartArray();
            for (@Nullable Object value : values) {
                write(json, value);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Double number -> json.writeNumber(number);
            case Float number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            default -> json.writeString(value.toString());
        }
    }

    static String end(long rows) {
        return json(json -> {
            json.writeStartObject();
            json.writeNumberProperty("end", rows);
            json.writeEndObject();
        });
    }

    private static String json(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            content.accept(json);
        }
        return text.toString();
    }

    static DumpLine parse(String line) throws Unusable {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return new DumpLine(Optional.empty(), Optional.empty(), Optional.empty(),
                        List.of(), Optional.empty(), values(parser));
            }
            if (first == JsonToken.START_OBJECT) {
                return object(parser);
            }
        } catch (JacksonException e) {
            throw new Unusable("a line is not JSON");
        }
        throw new Unusable("a line is neither a row nor a table");
    }

    private static DumpLine object(JsonParser parser) throws Unusable {
        Optional<Integer> format = Optional.empty();
        Optional<String> scheme = Optional.empty();
        Optional<String> table = Optional.empty();
        Optional<Long> end = Optional.empty();
        List<String> columns = List.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "freshet" -> format = Optional.of(parser.getIntValue());
                case "scheme" -> scheme = Optional.of(parser.getString());
                case "table" -> table = Optional.of(parser.getString());
                case "end" -> end = Optional.of(parser.getLongValue());
                case "columns" -> columns = values(parser).stream().map(String::valueOf).toList();
                default -> throw new Unusable("a line has an unknown key");
            }
        }
        return new DumpLine(format, scheme, table, columns, end, List.of());
    }

    private static List<@Nullable Object> values(JsonParser parser) throws Unusable {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(switch (parser.currentToken()) {
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_NULL -> null;
                default -> throw new Unusable("a row has a value of no kind of ours");
            });
        }
        return values;
    }

    void bind(PreparedStatement statement) throws SQLException, Unusable {
        if (statement.getParameterMetaData().getParameterCount() != values.size()) {
            throw new Unusable("a row has " + values.size() + " values, too many or too few");
        }
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
