package io.freshet.control;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What is said of the node: health, metrics, and what the API is.
///
/// Threading: shared, immutable.
final class NodeRoutes {

    private final Streams streams;
    private final NodeStatus node;
    private final Database database;
    private final Exposition exposition;

    /// @param more adds families of others to the metrics
    NodeRoutes(Streams streams, NodeStatus node, Database database, Consumer<Families> more) {
        this.streams = streams;
        this.node = node;
        this.database = database;
        this.exposition = new Exposition(streams, node, more);
    }

    List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/health/live", new Need.Nothing(), NodeRoutes::live),
                new ApiRoute("GET", "/health/ready", new Need.Nothing(), this::ready),
                new ApiRoute("GET", "/metrics", new Need.OnThisMachineOr(Role.VIEWER), _ ->
                        ApiAnswer.text(Exposition.TYPE, exposition.text())),
                new ApiRoute("GET", "/openapi.yaml", new Need.Nothing(), _ ->
                        ApiAnswer.text("application/yaml", description())));
    }

    private static ApiAnswer live(ApiCall call) {
        return ApiAnswer.json(json -> json.writeStringProperty("status", "up"));
    }

    private ApiAnswer ready(ApiCall call) throws ApiProblem {
        String reason = node.notReadyReason().orElse("");
        if (!reason.isEmpty()) {
            throw new ApiProblem(503, reason);
        }
        int unreadable = database.unreadableSecrets();
        return ApiAnswer.json(json -> {
            json.writeStringProperty("status", "ready");
            if (unreadable > 0) {
                json.writeNumberProperty("unreadableSecrets", unreadable);
            }
        });
    }

    /// What only this node knows of itself, into the object that is open.
    void write(JsonGenerator json) {
        NodeStatus each = node;
        Optional<String> reason = each.notReadyReason();
        json.writeBooleanProperty("ready", reason.isEmpty());
        json.writeName("notReadyReason");
        reason.ifPresentOrElse(json::writeString, json::writeNull);
        json.writeStringProperty("transport", each.transport());
        json.writeNumberProperty("heapBytes", ManagementFactory.getMemoryMXBean()
                .getHeapMemoryUsage().getUsed());
        json.writeObjectPropertyStart("database");
        json.writeStringProperty("kind", database.kind());
        json.writeBooleanProperty("away", database.isAway());
        json.writeNumberProperty("unreadableSecrets", database.unreadableSecrets());
        json.writeEndObject();
        Collection<LiveStream> all = streams.all();
        json.writeNumberProperty("streams", all.size());
        json.writeNumberProperty("viewers", all.stream()
                .mapToLong(stream -> StreamJson.watching(stream.audience())).sum());
        json.writeNumberProperty("bytesIn", each.listeners().stream()
                .mapToLong(NodeStatus.Listener::bytesIn).sum());
        json.writeNumberProperty("bytesOut", each.listeners().stream()
                .mapToLong(NodeStatus.Listener::bytesOut).sum());
        write(each.ports(), json);
        Json.objects(json, "loops", each.loops(), NodeRoutes::write);
        Json.objects(json, "listeners", each.listeners(), NodeRoutes::write);
    }

    static void write(NodeStatus.Ports ports, JsonGenerator json) {
        json.writeObjectPropertyStart("ports");
        writePort("rtmp", ports.rtmp(), json);
        writePort("rtmps", ports.rtmps(), json);
        writePort("http", ports.http(), json);
        writePort("https", ports.https(), json);
        json.writeEndObject();
    }

    private static void writePort(String name, int port, JsonGenerator json) {
        json.writeName(name);
        if (port == 0) {
            json.writeNull();
        } else {
            json.writeNumber(port);
        }
    }

    private static void write(NodeStatus.LoopState loop, JsonGenerator json) {
        json.writeNumberProperty("index", loop.index());
        json.writeNumberProperty("pressure", loop.pressure());
        json.writeNumberProperty("lagSeconds", loop.lagSeconds());
        json.writeNumberProperty("connections", loop.connections());
        json.writeNumberProperty("cpuSeconds", loop.cpuSeconds());
    }

    private static void write(NodeStatus.Listener listener, JsonGenerator json) {
        json.writeStringProperty("name", listener.name());
        json.writeNumberProperty("open", listener.open());
        json.writeNumberProperty("accepted", listener.accepted());
        json.writeNumberProperty("refusedTotal", listener.refusedTotal());
        json.writeNumberProperty("refusedPerAddress", listener.refusedPerAddress());
        json.writeNumberProperty("bytesIn", listener.bytesIn());
        json.writeNumberProperty("bytesOut", listener.bytesOut());
    }

    private static Bytes description() {
        try (InputStream in = NodeRoutes.class.getResourceAsStream("openapi.yaml")) {
            return Bytes.wrap(Objects.requireNonNull(in, "no openapi.yaml on the class path")
                    .readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
