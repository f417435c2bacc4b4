package io.freshet.control.series;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.api.StreamWriter;
import io.freshet.control.events.SseOut;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// Charts over the API: what was, and the feed that goes on from there.
///
/// Threading: immutable but for the count of readers; a feed has the thread of its request.
public final class SeriesRoutes {

    private static final String STREAM = "/api/v1/streams/{app}/{name}";
    /// Each has a thread and a connection; the port takes 128.
    private static final int READERS_MAX = 64;
    private static final int PAGE_MAX = 200;
    private static final long SECOND_MS = 1_000;

    private final SeriesBook book;
    private final Semaphore readers = new Semaphore(READERS_MAX);

    public SeriesRoutes(SeriesBook book) {
        this.book = book;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/api/v1/series", new Need.Everywhere(Role.VIEWER),
                        _ -> ApiAnswer.page(book.node(), Optional.empty(), NodeSample::write)),
                new ApiRoute("GET", "/api/v1/live", new Need.SignedIn(), this::followNode),
                new ApiRoute("GET", STREAM + "/series", new Need.OnApp(Role.VIEWER), call ->
                        ApiAnswer.page(book.stream(call.stream()), Optional.empty(),
                                StreamSample::write)),
                new ApiRoute("GET", STREAM + "/live", new Need.OnApp(Role.VIEWER),
                        this::followStream));
    }

    /// One step of a feed: writes what is new, and says whether there will be more.
    private interface Step {
        boolean write(SseOut out, int second) throws IOException;
    }

    private ApiAnswer feed(ApiCall call, Step step) throws ApiProblem {
        long ends = call.queryNumber("forS").orElse(Long.MAX_VALUE);
        if (readers.availablePermits() == 0) {
            throw new ApiProblem(503, "as many follow the figures as may");
        }
        StreamWriter writer = stream -> {
            if (!readers.tryAcquire()) {
                return;
            }
            try {
                SseOut out = new SseOut(stream);
                for (int second = 0; step.write(out, second) && second < ends; second++) {
                    Thread.sleep(SECOND_MS);
                }
            } finally {
                readers.release();
            }
        };
        return ApiAnswer.stream(SseOut.TYPE, writer);
    }

    private ApiAnswer followNode(ApiCall call) throws ApiProblem {
        Choice choice = Choice.of(call);
        boolean everything = call.caller().mayEverywhere(Role.VIEWER);
        long[] alerts = {-1};
        return feed(call, (out, second) -> {
            Optional<NodeSample> node = book.lastOfNode();
            if (everything && node.isPresent()) {
                send("node", node.get()::write, out);
            } else {
                out.heartbeat();
            }
            if (second % 2 == 0) {
                send("streams", json -> choice.write(book, call, json), out);
            }
            if (everything && book.alerts() != alerts[0]) {
                alerts[0] = book.alerts();
                send("alerts", json -> json.writeNumberProperty("firing", alerts[0]), out);
            }
            return true;
        });
    }

    private ApiAnswer followStream(ApiCall call) throws ApiProblem {
        StreamKey key = call.stream();
        if (!book.latest().containsKey(key)) {
            throw new ApiProblem(404, "there is no such stream now");
        }
        return feed(call, (out, _) -> {
            StreamSample now = book.latest().get(key);
            if (now == null) {
                send("ended", _ -> { }, out);
                return false;
            }
            send("sample", now::write, out);
            return true;
        });
    }

    private static void send(String type, Consumer<JsonGenerator> content, SseOut out)
            throws IOException {
        out.event(Optional.empty(), type, new String(Json.object(content).toArray(),
                StandardCharsets.UTF_8));
    }

    /// Which streams a feed shows.
    ///
    /// @param app    of this one only
    /// @param search part of the name
    /// @param order  the first ones first
    /// @param offset how many are left out before
    /// @param limit  at most so many
    private record Choice(Optional<String> app, String search, Comparator<StreamSample> order,
            int offset, int limit) {

        private static final Comparator<StreamSample> BY_NAME =
                Comparator.comparing((StreamSample sample) -> sample.key().toString());

        static Choice of(ApiCall call) throws ApiProblem {
            Comparator<StreamSample> order = switch (call.query("sort").orElse("name")) {
                case "name" -> BY_NAME;
                case "viewers" -> Comparator.comparingLong(StreamSample::viewers).reversed()
                        .thenComparing(BY_NAME);
                case "bitrate" -> Comparator.comparingLong(StreamSample::bitrateBps).reversed()
                        .thenComparing(BY_NAME);
                default -> throw new ApiProblem(400, "sort is name, viewers or bitrate");
            };
            long offset = call.queryNumber("offset").orElse(0L);
            long limit = call.queryNumber("limit").orElse(50L);
            if (offset < 0 || limit < 1 || limit > PAGE_MAX) {
                throw new ApiProblem(400, "limit is 1 to " + PAGE_MAX + ", offset 0 or more");
            }
            return new Choice(call.query("app"),
                    call.query("search").orElse("").toLowerCase(Locale.ROOT), order,
                    (int) Math.min(offset, Integer.MAX_VALUE), (int) limit);
        }

        void write(SeriesBook book, ApiCall call, JsonGenerator json) {
            List<StreamSample> chosen = book.latest().values().stream()
                    .filter(each -> call.caller().may(Role.VIEWER, each.key().app()))
                    .filter(each -> app.isEmpty() || app.get().equals(each.key().app()))
                    .filter(each -> each.key().name().toLowerCase(Locale.ROOT).contains(search))
                    .toList();
            json.writeNumberProperty("total", chosen.size());
            Json.objects(json, "items", chosen.stream().sorted(order).skip(offset).limit(limit)
                    .toList(), StreamSample::write);
        }
    }
}
