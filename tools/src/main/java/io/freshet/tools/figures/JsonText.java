package io.freshet.tools.figures;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A report as JSON:
/// `{"title": ..., "sections": {NAME: {KEY: VALUE}}, "curves": [{"title": ..., "lines": ...}]}`.
public final class JsonText {

    /// Immutable and shared, as its makers intend.
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {
    }

    /// The whole document, ended by a line feed.
    public static String of(Report report) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("title", report.title());
            json.writeObjectPropertyStart("sections");
            report.sections().forEach(section -> section(section, json));
            json.writeEndObject();
            json.writeArrayPropertyStart("curves");
            report.curves().forEach(curve -> curve(curve, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.append('\n').toString();
    }

    private static void section(Section section, JsonGenerator json) {
        json.writeObjectPropertyStart(section.name());
        for (Figure figure : section.figures()) {
            switch (figure.value()) {
                case Figure.Amount(double amount) when amount == Math.rint(amount) ->
                        json.writeNumberProperty(figure.key(), (long) amount);
                case Figure.Amount(double amount) ->
                        json.writeNumberProperty(figure.key(), Math.round(amount * 1e4) / 1e4);
                case Figure.Words(String text) -> json.writeStringProperty(figure.key(), text);
            }
        }
        json.writeEndObject();
    }

    private static void curve(Curve curve, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("title", curve.title());
        json.writeStringProperty("x", curve.xAxis() == Curve.XAxis.SECONDS ? "s" : "nines");
        json.writeStringProperty("y", curve.yUnit());
        json.writeObjectPropertyStart("lines");
        for (Curve.Line line : curve.lines()) {
            json.writeArrayPropertyStart(line.name());
            for (Curve.Point point : line.points()) {
                json.writeStartArray();
                json.writeNumber(Math.round(point.x() * 1e3) / 1e3);
                json.writeNumber(Math.round(point.y() * 1e3) / 1e3);
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
