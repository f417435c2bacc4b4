package io.freshet.control;

import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Answers requests; knows no HTTP library.
///
/// Threading: shared; a kick waits for the stream's loop, all else answers at once.
final class Api {

    private static final System.Logger LOG = System.getLogger(Api.class.getName());

    /// A loop that has not come to a kick by then is stuck, and the answer says so.
    private static final Duration KICK_PATIENCE = Duration.ofSeconds(5);

    private static final Comparator<LiveStream> BY_NAME =
            Comparator.comparing((LiveStream stream) -> stream.key().app())
                    .thenComparing(stream -> stream.key().name());

    private final BrowserGuard guard;
    private final Streams streams;
    private final NodeStatus node;
    private final Clock clock;
    private final Exposition exposition;

    Api(BrowserGuard guard, Streams streams, NodeStatus node, Clock clock) {
        this.guard = guard;
        this.streams = streams;
        this.node = node;
        this.clock = clock;
        this.exposition = new Exposition(streams, node);
    }

    ApiAnswer answer(ApiRequest request) throws InterruptedException {
        Optional<ApiAnswer> refusal = guard.refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (request.hasBody()) {
            return ApiAnswer.problem(413, "nothing here takes a body");
        }
        Target target = Target.of(request.rawPath());
        if (target instanceof Target.Nothing(String why)) {
            return ApiAnswer.problem(404, why);
        }
        if (request.isSafe()) {
            return look(target, request);
        }
        if (!(target instanceof Target.OneStream(StreamKey key))) {
            return notAllowed("GET, HEAD");
        }
        return request.method().equals("DELETE") ? kick(key, request.peer())
                : notAllowed("GET, HEAD, DELETE");
    }

    private static ApiAnswer notAllowed(String allowed) {
        return ApiAnswer.problem(405, "this path takes " + allowed).with("Allow", allowed);
    }

    private ApiAnswer look(Target target, ApiRequest request) {
        return switch (target) {
            case Target.StreamList _ -> list(request.app());
            case Target.OneStream(StreamKey key) -> one(key);
            case Target.Live _ -> ApiAnswer.json(json -> json.writeStringProperty("status", "up"));
            case Target.Ready _ -> node.notReadyReason()
                    .map(reason -> ApiAnswer.problem(503, reason))
                    .orElseGet(() -> ApiAnswer.json(
                            json -> json.writeStringProperty("status", "ready")));
            case Target.Metrics _ -> ApiAnswer.text(Exposition.TYPE, exposition.text());
            case Target.Description _ -> ApiAnswer.text("application/yaml", description());
            case Target.Nothing(String why) -> ApiAnswer.problem(404, why);
        };
    }

    private ApiAnswer list(Optional<String> app) {
        List<LiveStream> chosen = streams.all().stream()
                .filter(stream -> app.isEmpty() || app.get().equals(stream.key().app()))
                .sorted(BY_NAME).toList();
        long nowWallMs = clock.wallMs();
        return ApiAnswer.json(json -> {
            json.writeArrayPropertyStart("streams");
            for (LiveStream stream : chosen) {
                json.writeStartObject();
                StreamJson.write(stream, nowWallMs, json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private ApiAnswer one(StreamKey key) {
        return streams.find(key)
                .map(stream -> ApiAnswer.json(json ->
                        StreamJson.write(stream, clock.wallMs(), json)))
                .orElseGet(() -> absent(key));
    }

    private static ApiAnswer absent(StreamKey key) {
        return ApiAnswer.problem(404, "there is no stream " + key + " now");
    }

    private ApiAnswer kick(StreamKey key, String peer) throws InterruptedException {
        LiveStream stream = streams.find(key).orElse(null);
        if (stream == null) {
            return absent(key);
        }
        LOG.log(System.Logger.Level.INFO, () -> "stream kicked stream=" + key + " by=" + peer);
        stream.kick("kicked by the operator");
        CountDownLatch done = new CountDownLatch(1);
        // A loop keeps the order in which tasks came: when this runs, the kick is through.
        stream.owner().execute(done::countDown);
        return done.await(KICK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                ? ApiAnswer.empty(204)
                : ApiAnswer.problem(503, "the stream's loop has not answered yet");
    }

    private static Bytes description() {
        try (InputStream in = Api.class.getResourceAsStream("openapi.yaml")) {
            return Bytes.wrap(Objects.requireNonNull(in, "no openapi.yaml on the class path")
                    .readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
