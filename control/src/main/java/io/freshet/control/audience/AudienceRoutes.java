package io.freshet.control.audience;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// The audience over the API: now, and over time.
///
/// Threading: immutable.
public final class AudienceRoutes {

    private static final String STREAM = "/api/v1/streams/{app}/{name}/audience";
    private static final long DAY_MS = 86_400_000L;
    private static final long MINUTE_MS = 60_000L;
    private static final int POINTS_MAX = 500;
    /// A month of minutes; more is asked for in pieces.
    private static final int MINUTES_MAX = 45_000;

    private final AudienceBook book;
    private final ViewerHappenings viewers;
    private final Streams streams;
    private final Database database;
    private final Clock clock;

    public AudienceRoutes(AudienceBook book, ViewerHappenings viewers, Streams streams,
            Database database, Clock clock) {
        this.book = book;
        this.viewers = viewers;
        this.streams = streams;
        this.database = database;
        this.clock = clock;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", STREAM, new Need.OnApp(Role.VIEWER), call ->
                        now(AudienceKey.of(call.stream()))),
                new ApiRoute("GET", STREAM + "/history", new Need.OnApp(Role.VIEWER), call ->
                        history(AudienceKey.of(call.stream()), call)),
                new ApiRoute("GET", "/api/v1/audience", new Need.SignedIn(), call ->
                        now(wide(call))),
                new ApiRoute("GET", "/api/v1/audience/history", new Need.SignedIn(), call ->
                        history(wide(call), call)));
    }

    /// An app's audience, or the node's for those who may see every app.
    private static AudienceKey wide(ApiCall call) throws ApiProblem {
        Optional<String> app = call.query("app");
        if (app.isPresent()) {
            call.require(Role.VIEWER, app.get());
            return AudienceKey.of(app.get());
        }
        if (!call.caller().mayEverywhere(Role.VIEWER)) {
            throw new ApiProblem(403, "name an app that you may see: ?app=");
        }
        return AudienceKey.NODE;
    }

    private ApiAnswer now(AudienceKey key) {
        AudienceBook.Now now = book.now(key);
        Map<Protocol, Long> watching = watching(key);
        long sum = watching.values().stream().mapToLong(each -> each).sum();
        long midnightMs = Math.floorDiv(clock.wallMs(), DAY_MS) * DAY_MS;
        Optional<Long> today = uniqueSince(key, midnightMs);
        return ApiAnswer.json(json -> {
            json.writeNumberProperty("viewers", sum);
            json.writeObjectPropertyStart("byProtocol");
            watching.forEach((protocol, count) ->
                    json.writeNumberProperty(Tallies.word(protocol), count));
            json.writeEndObject();
            json.writeObjectPropertyStart("byRegion");
            viewers.byRegion(key).forEach((region, count) ->
                    json.writeNumberProperty(region, count));
            json.writeEndObject();
            json.writeNumberProperty("peak", Math.max(sum, now.peak()));
            today.ifPresent(unique -> json.writeNumberProperty("uniqueToday",
                    Math.max(sum, unique + now.joinedNow())));
        });
    }

    private Map<Protocol, Long> watching(AudienceKey key) {
        Map<Protocol, Long> sums = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            sums.put(protocol, streams.all().stream()
                    .filter(stream -> key.app().isEmpty()
                            || key.app().equals(stream.key().app()))
                    .filter(stream -> key.stream().isEmpty()
                            || key.stream().equals(stream.key().name()))
                    .mapToLong(stream -> stream.audience().watching(protocol)).sum());
        }
        return sums;
    }

    /// Unknown while the database is away.
    private Optional<Long> uniqueSince(AudienceKey key, long sinceMs) {
        try {
            return Optional.of(database.read(handle ->
                    MinuteStore.unique(handle, key, sinceMs)));
        } catch (StoreAwayException away) {
            return Optional.empty();
        }
    }

    private ApiAnswer history(AudienceKey key, ApiCall call)
            throws ApiProblem, StoreAwayException {
        long toMs = call.queryNumber("to").orElseGet(clock::wallMs);
        long fromMs = call.queryNumber("from").orElse(toMs - DAY_MS);
        long fittingS = Math.ceilDiv(Math.ceilDiv(toMs - fromMs, MINUTE_MS), POINTS_MAX) * 60;
        long stepS = call.queryNumber("step").orElse(Math.max(60, fittingS));
        if (stepS < 60 || stepS % 60 != 0 || fromMs >= toMs
                || (toMs - fromMs) / MINUTE_MS > MINUTES_MAX) {
            throw new ApiProblem(400, "step is a multiple of 60 s, from lies before to, and "
                    + "at most 31 days lie between");
        }
        List<Minute> minutes = database.read(handle ->
                MinuteStore.list(handle, key, fromMs, toMs, MINUTES_MAX));
        List<Minute> points = merged(key, minutes, stepS * 1000);
        return ApiAnswer.json(json -> {
            json.writeNumberProperty("stepS", stepS);
            Json.objects(json, "items", points, (point, out) -> write(point, stepS, out));
        });
    }

    /// Minutes put together to longer steps.
    static List<Minute> merged(AudienceKey key, List<Minute> minutes, long stepMs) {
        List<Minute> points = new ArrayList<>();
        for (Minute each : minutes) {
            long startMs = Math.floorDiv(each.startMs(), stepMs) * stepMs;
            Minute last = points.isEmpty() ? null : points.getLast();
            if (last == null || last.startMs() != startMs) {
                points.add(new Minute(key, startMs, each.peak(), each.watchedMs(),
                        each.atStart(), each.joined(), each.protocols()));
                continue;
            }
            Map<String, Long> protocols = new TreeMap<>(last.protocols());
            each.protocols().forEach((name, count) -> protocols.merge(name, count, Math::max));
            points.set(points.size() - 1, new Minute(key, startMs,
                    Math.max(last.peak(), each.peak()), last.watchedMs() + each.watchedMs(),
                    last.atStart(), last.joined() + each.joined(), protocols));
        }
        return points;
    }

    private static void write(Minute point, long stepS, JsonGenerator json) {
        json.writeNumberProperty("atMs", point.startMs());
        json.writeNumberProperty("peak", point.peak());
        json.writeNumberProperty("mean",
                Math.round(point.watchedMs() / (stepS * 10.0)) / 100.0);
        json.writeNumberProperty("unique", point.atStart() + point.joined());
        json.writeObjectPropertyStart("byProtocol");
        point.protocols().forEach((name, count) -> json.writeNumberProperty(name, count));
        json.writeEndObject();
    }
}
