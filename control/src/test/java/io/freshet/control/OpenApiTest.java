package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `/openapi.yaml` says what the port does: every path and method that it names is there, every
/// answer has exactly the keys that it names, and a method that it does not name is refused.
class OpenApiTest {

    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "patch", "options");

    private final ControlRig rig;
    private Map<String, Object> document;

    OpenApiTest() throws IOException {
        rig = new ControlRig();
    }

    @BeforeEach
    void read() throws Exception {
        HttpResponse<String> answer = rig.get("/openapi.yaml");
        assertThat(answer.headers().firstValue("content-type")).contains("application/yaml");
        document = map(new Load(LoadSettings.builder().build()).loadFromString(answer.body()));
        rig.publish("live", "school/room/camera", ControlRig.VIDEO, ControlRig.AUDIO,
                ControlRig.SCRIPT);
        rig.publish("live", "waits");
        rig.passSecond();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /// The path with the examples of its parameters.
    private static String example(String path, Map<String, Object> item) {
        String filled = path;
        for (Object each : (List<?>) item.getOrDefault("parameters", List.of())) {
            Map<String, Object> parameter = map(each);
            filled = filled.replace("{" + parameter.get("name") + "}",
                    parameter.get("example").toString());
        }
        return filled;
    }

    @Test
    void namesEveryRouteAndNoOther() throws IOException {
        assertThat(document).containsEntry("openapi", "3.1.0");
        Set<String> described = new TreeSet<>();
        map(document.get("paths")).forEach((path, item) -> map(item).keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> there = new TreeSet<>();
        rig.server.routes().forEach(route -> there.add(route.method() + " " + route.template()));
        assertThat(described).isEqualTo(there);
    }

    /// Whether an answer goes on without end.
    private static boolean isFeed(Object operation) {
        return operation instanceof Map<?, ?> one
                && one.toString().contains("text/event-stream");
    }

    @Test
    void everyPathTakesTheMethodsItNamesAndNoOthers() throws Exception {
        for (Map.Entry<String, Object> path : map(document.get("paths")).entrySet()) {
            Map<String, Object> item = map(path.getValue());
            String target = example(path.getKey(), item);
            for (String method : METHODS) {
                if (isFeed(item.get(method))) {
                    continue;
                }
                HttpResponse<String> answer = rig.send(rig.request(target).method(
                        method.toUpperCase(Locale.ROOT),
                        HttpRequest.BodyPublishers.noBody()));
                assertThat(answer.statusCode() != 405).as(method + " " + target)
                        .isEqualTo(item.containsKey(method));
                if (item.containsKey(method)) {
                    checkAnswer(map(item.get(method)), answer);
                } else {
                    checkProblem(answer);
                }
            }
        }
    }

    @Test
    void refusalsAreTheProblemsItNames() throws Exception {
        Map<String, Object> one = map(map(document.get("paths"))
                .get("/api/v1/streams/{app}/{name}"));
        for (String method : List.of("get", "delete")) {
            HttpResponse<String> answer = rig.send(rig.request("/api/v1/streams/live/none")
                    .method(method.toUpperCase(Locale.ROOT),
                            HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(404);
            checkAnswer(map(one.get(method)), answer);
        }
        rig.node.notReady = Optional.of("starting");
        checkAnswer(map(map(map(document.get("paths")).get("/health/ready")).get("get")),
                rig.get("/health/ready"));
    }

    private void checkAnswer(Map<String, Object> operation, HttpResponse<String> answer) {
        String status = String.valueOf(answer.statusCode());
        Map<String, Object> responses = map(operation.get("responses"));
        Map<String, Object> response = resolved(
                responses.getOrDefault(status, responses.get("default")));
        assertThat(responses.containsKey(status) || answer.statusCode() >= 400)
                .as("response " + status + " of " + operation).isTrue();
        if (!response.containsKey("content")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        Map<String, Object> content = map(response.get("content"));
        String type = answer.headers().firstValue("content-type").orElseThrow().split(";")[0];
        assertThat(content).as(operation.toString()).containsOnlyKeys(type);
        if (type.endsWith("json")) {
            checkValue(map(map(content.get(type)).get("schema")),
                    JsonReader.object(answer.body()), "answer");
        }
    }

    private void checkProblem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        checkValue(map(map(map(document.get("components")).get("schemas")).get("Problem")),
                JsonReader.object(answer.body()), "problem");
    }

    private Map<String, Object> resolved(Object node) {
        Map<String, Object> map = map(node);
        if (!map.containsKey("$ref")) {
            return map;
        }
        Object found = document;
        for (String step : map.get("$ref").toString().substring(2).split("/")) {
            found = map(found).get(step);
            assertThat(found).as(map.toString()).isNotNull();
        }
        return map(found);
    }

    private void checkValue(Object node, Object value, String where) {
        Map<String, Object> schema = resolved(node);
        if (schema.containsKey("oneOf")) {
            List<?> choices = (List<?>) schema.get("oneOf");
            // All of ours are «this or null».
            assertThat(choices).hasSize(2);
            if (value != null) {
                checkValue(choices.getFirst(), value, where);
            }
            return;
        }
        Object types = schema.get("type");
        assertThat(types instanceof List<?> many ? many : List.of(types)).as(where)
                .anyMatch(type -> isOfType(type.toString(), value));
        if (schema.containsKey("enum")) {
            assertThat((List<?>) schema.get("enum")).as(where).anyMatch(value::equals);
        }
        if (value instanceof Map<?, ?>) {
            Set<String> keys = map(value).keySet();
            if (!schema.containsKey("properties")) {
                keys.forEach(key -> checkValue(schema.get("additionalProperties"),
                        map(value).get(key), where + "." + key));
                return;
            }
            Map<String, Object> properties = map(schema.get("properties"));
            assertThat(properties.keySet()).as(where).containsAll(keys);
            assertThat(keys).as(where).containsAll(
                    ((List<?>) schema.get("required")).stream().map(Object::toString).toList());
            keys.forEach(key -> checkValue(properties.get(key), map(value).get(key),
                    where + "." + key));
        }
        if (value instanceof List<?> items) {
            items.forEach(item -> checkValue(schema.get("items"), item, where + "[]"));
        }
    }

    private static boolean isOfType(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Double || value instanceof Long;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> throw new AssertionError("type " + type);
        };
    }
}
