package io.freshet.control.quality;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.media.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Quality over the API: findings, and what players tell.
///
/// Threading: immutable.
public final class QualityRoutes {

    private static final String STREAM = "/api/v1/streams/{app}/{name}";

    private final QualityDesk desk;
    private final Clock clock;

    public QualityRoutes(QualityDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /// All routes of it.
    public List<ApiRoute> all() {
        return List.of(
                new ApiRoute("GET", "/api/v1/findings", new Need.SignedIn(), this::findings),
                new ApiRoute("GET", STREAM + "/findings", new Need.OnApp(Role.VIEWER),
                        call -> findings(watch(call))),
                new ApiRoute("GET", STREAM + "/quality", new Need.OnApp(Role.VIEWER),
                        call -> quality(watch(call))));
    }

    private StreamWatch watch(ApiCall call) throws ApiProblem {
        return desk.find(call.stream()).orElseThrow(() ->
                new ApiProblem(404, "there is no such stream now"));
    }

    private ApiAnswer findings(ApiCall call) {
        Optional<String> app = call.query("app");
        List<StreamWatch> bad = desk.all().stream()
                .filter(watch -> !watch.findings().isEmpty())
                .filter(watch -> app.isEmpty() || app.get().equals(watch.stream().key().app()))
                .filter(watch -> call.caller().may(Role.VIEWER, watch.stream().key().app()))
                .sorted(Comparator.comparing((StreamWatch watch) ->
                                watch.worst().orElse(Severity.NOTE)).reversed()
                        .thenComparing(watch -> watch.stream().key().toString()))
                .toList();
        return ApiAnswer.page(bad, Optional.empty(), (watch, json) -> {
            json.writeStringProperty("app", watch.stream().key().app());
            json.writeStringProperty("name", watch.stream().key().name());
            Json.objects(json, "items", watch.findings(), QualityRoutes::write);
        });
    }

    private static ApiAnswer findings(StreamWatch watch) {
        return ApiAnswer.page(watch.findings(), Optional.empty(), QualityRoutes::write);
    }

    static void write(FindingBook.Open open, JsonGenerator json) {
        Finding finding = open.finding();
        json.writeStringProperty("code", finding.code());
        json.writeStringProperty("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("text", finding.text());
        if (!finding.advice().isEmpty()) {
            json.writeStringProperty("advice", finding.advice());
        }
        json.writeObjectPropertyStart("facts");
        finding.facts().forEach((name, value) -> json.writeNumberProperty(name, value));
        json.writeEndObject();
        json.writeNumberProperty("sinceMs", open.sinceMs());
    }

    private ApiAnswer quality(StreamWatch watch) {
        watch.wanted();
        Telling lately = watch.quality().lately(clock.monotonicNs());
        return ApiAnswer.json(json -> {
            json.writeNumberProperty("sinceMs", watch.quality().sinceMs());
            json.writeObjectPropertyStart("latency");
            watch.latency().write(json);
            json.writeEndObject();
            watch.quality().<Boolean>sinceBegin(all -> {
                write(all, json);
                return true;
            });
            json.writeObjectPropertyStart("lately");
            write(lately, json);
            json.writeEndObject();
        });
    }

    private static void write(Telling told, JsonGenerator json) {
        json.writeNumberProperty("sessions", told.sessions());
        json.writeNumberProperty("playedMs", told.playedMs());
        write("startupMs", told.startup, json);
        json.writeNumberProperty("stallsPerHour", rounded(told.perHour(told.stalls())));
        double wanted = (double) told.playedMs() + told.stalledMs();
        json.writeNumberProperty("stalledShare",
                wanted == 0 ? 0 : rounded(told.stalledMs() / wanted));
        json.writeNumberProperty("switchesPerHour", rounded(told.perHour(told.switches())));
        json.writeNumberProperty("droppedShare", told.decoded() == 0 ? 0
                : rounded((double) told.dropped() / told.decoded()));
        write("latencyMs", told.latency, json);
        write("serverLatencyMs", told.serverLatency, json);
        json.writeObjectPropertyStart("errors");
        told.errors().forEach((name, value) -> json.writeNumberProperty(name, value));
        json.writeEndObject();
    }

    private static void write(String name, Spread spread, JsonGenerator json) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", spread.count());
        if (spread.count() > 0) {
            json.writeNumberProperty("p50", Math.round(spread.quantileMs(0.5)));
            json.writeNumberProperty("p90", Math.round(spread.quantileMs(0.9)));
            json.writeNumberProperty("p99", Math.round(spread.quantileMs(0.99)));
            json.writeNumberProperty("max", spread.maxMs());
        }
        json.writeEndObject();
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
