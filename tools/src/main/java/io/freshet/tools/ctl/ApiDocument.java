package io.freshet.tools.ctl;

import io.freshet.tools.ctl.Operation.Input;
import io.freshet.tools.ctl.Operation.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The operations of an OpenAPI document.
///
/// It reads what commands need and no more; what it does not know it leaves out.
///
/// Spec: OpenAPI 3.1.0, 4.8
///
/// Threading: immutable.
final class ApiDocument {

    private static final int DEPTH_MAX = 8;
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final Map<?, ?> root;
    private final List<Operation> operations = new ArrayList<>();

    private ApiDocument(Map<?, ?> root) {
        this.root = root;
    }

    /// @throws IOException if it is no OpenAPI document
    static ApiDocument parse(String yaml) throws IOException {
        Object root;
        try {
            root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        } catch (YamlEngineException bad) {
            throw new IOException("the node's /openapi.yaml cannot be read", bad);
        }
        ApiDocument document = new ApiDocument(map(root));
        map(document.root.get("paths")).forEach((path, item) ->
                document.path(String.valueOf(path), map(item)));
        if (document.operations.isEmpty()) {
            throw new IOException("the node's /openapi.yaml names no operations");
        }
        document.operations.sort(Comparator.comparing(Operation::command));
        return document;
    }

    /// All of them, sorted by command.
    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /// The one that is called by that word.
    Optional<Operation> find(String command) {
        return operations.stream().filter(operation -> operation.command().equals(command)
                || operation.shortCommand().filter(command::equals).isPresent()).findFirst();
    }

    private void path(String path, Map<?, ?> item) {
        for (String method : METHODS) {
            Map<?, ?> operation = map(item.get(method));
            if (!(operation.get("operationId") instanceof String id)) {
                continue;
            }
            List<Input> inputs = new ArrayList<>();
            parameters(item, inputs);
            parameters(operation, inputs);
            body(operation, inputs);
            operations.add(new Operation(id, method.toUpperCase(Locale.ROOT), path,
                    text(operation.get("summary")), inputs, new Operation.Shape(
                            follows(operation), list(operation.get("x-columns")).stream()
                                    .map(ApiDocument::text).toList())));
        }
    }

    private void parameters(Map<?, ?> owner, List<Input> inputs) {
        for (Object each : list(owner.get("parameters"))) {
            Map<?, ?> parameter = resolved(map(each));
            Map<?, ?> schema = resolved(map(parameter.get("schema")));
            switch (text(parameter.get("in"))) {
                case "path" -> inputs.add(input(parameter, Place.PATH, schema));
                case "query" -> inputs.add(input(parameter, Place.QUERY, schema));
                case "header" -> inputs.add(input(parameter, Place.HEADER, schema));
                default -> { }
            }
        }
    }

    private static Input input(Map<?, ?> parameter, Place place, Map<?, ?> schema) {
        return new Input(text(parameter.get("name")), place, type(schema),
                place == Place.PATH || Boolean.TRUE.equals(parameter.get("required")),
                text(parameter.get("description")));
    }

    private void body(Map<?, ?> operation, List<Input> inputs) {
        Map<?, ?> body = resolved(map(operation.get("requestBody")));
        Map<?, ?> json = map(map(body.get("content")).get("application/json"));
        fields(resolved(map(json.get("schema"))), inputs, 0);
    }

    private void fields(Map<?, ?> schema, List<Input> inputs, int depth) {
        for (Object part : list(schema.get("allOf"))) {
            if (depth < DEPTH_MAX) {
                fields(resolved(map(part)), inputs, depth + 1);
            }
        }
        List<?> required = list(schema.get("required"));
        map(schema.get("properties")).forEach((name, each) -> {
            Map<?, ?> property = resolved(map(each));
            inputs.add(new Input(String.valueOf(name), Place.BODY, type(property),
                    required.contains(name), text(property.get("description"))));
        });
    }

    /// `type: [string, "null"]` is a string that may be absent.
    private static String type(Map<?, ?> schema) {
        Object type = schema.get("type");
        for (Object one : list(type)) {
            if (!"null".equals(one)) {
                return text(one);
            }
        }
        return type instanceof String one ? one : "";
    }

    private static boolean follows(Map<?, ?> operation) {
        return map(operation.get("responses")).values().stream().anyMatch(answer ->
                map(map(answer).get("content")).containsKey("text/event-stream"));
    }

    /// What a `$ref` into this document points to.
    private Map<?, ?> resolved(Map<?, ?> node) {
        Map<?, ?> at = node;
        for (int depth = 0; depth < DEPTH_MAX && at.get("$ref") instanceof String ref; depth++) {
            Map<?, ?> target = root;
            for (String step : ref.replaceFirst("^#/", "").split("/")) {
                target = map(target.get(step));
            }
            at = target;
        }
        return at;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value).strip();
    }
}
