package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happened and what goes on, as whoever asks the API sees it.
@Timeout(60)
class EventsApiTest {

    private static final Pattern ID = Pattern.compile("id: ([0-9a-z]+)\nevent: stream.started");

    private ControlRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new ControlRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /// Asks until the answer holds `wanted`, for five seconds at most.
    private String await(String path, String wanted) throws Exception {
        String body = "";
        for (int i = 0; i < 100 && !body.contains(wanted); i++) {
            HttpResponse<String> answer = rig.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            body = answer.body();
            Thread.sleep(50);
        }
        assertThat(body).as(path).contains(wanted);
        return body;
    }

    @Test
    void whatHappenedIsListedAndFiltered() throws Exception {
        rig.publish("live", "a", ControlRig.VIDEO);
        rig.publish("other", "b", ControlRig.VIDEO);
        await("/api/v1/events?type=stream.*&app=other", "\"stream\":\"b\"");
        String live = await("/api/v1/events?type=stream.started&app=live&stream=a",
                "\"type\":\"stream.started\"");
        assertThat(live).doesNotContain("other").doesNotContain("publisher.connected");
        assertThat(await("/api/v1/events", "node.started")).contains("publisher.connected");
        assertThat(rig.get("/api/v1/events?type=x%27--").statusCode()).isEqualTo(400);
        assertThat(rig.get("/api/v1/events?stream=a").statusCode()).isEqualTo(400);
        assertThat(rig.get("/api/v1/events?to=1").body()).isEqualTo("{\"items\":[]}");
        String page = rig.get("/api/v1/events?limit=1").body();
        assertThat(page).contains("\"next\":\"");
    }

    @Test
    void whatIsMissedComesFirstInTheFeed() throws Exception {
        rig.publish("live", "a", ControlRig.VIDEO);
        await("/api/v1/events?type=stream.started", "stream.started");
        String feed = rig.get("/api/v1/events/live?after=0000000000&forS=0").body();
        assertThat(feed).startsWith("retry: 2000\n\n").contains("event: publisher.connected\n")
                .contains("data: {\"id\":");
        Matcher id = ID.matcher(feed);
        assertThat(id.find()).isTrue();
        rig.publish("live", "c", ControlRig.VIDEO);
        HttpResponse<String> rest = rig.send(rig.request("/api/v1/events/live?forS=1&as=message")
                .header("Last-Event-ID", id.group(1)));
        assertThat(rest.body()).contains("\"stream\":\"c\"").doesNotContain("\"stream\":\"a\"")
                .doesNotContain("event: ");
        assertThat(rest.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(rig.get("/api/v1/events/live?after=%0d%0a").statusCode()).isEqualTo(400);
    }

    @Test
    void beaconsAreAddedUpWithTheirStream() throws Exception {
        rig.publish("live", "a", ControlRig.VIDEO);
        for (String beacon : List.of(
                "{\"app\":\"live\",\"name\":\"a\",\"kind\":\"start\",\"startupMs\":400}",
                "{\"app\":\"live\",\"name\":\"a\",\"playedMs\":60000,"
                        + "\"stalls\":1,\"stalledMs\":600}",
                "{\"app\":\"live\",\"name\":\"absent\",\"playedMs\":10000}")) {
            assertThat(rig.server.beacon(beacon.getBytes(StandardCharsets.UTF_8))).isTrue();
        }
        assertThat(rig.server.beacon("no beacon".getBytes(StandardCharsets.UTF_8))).isFalse();
        String quality = rig.get("/api/v1/streams/live/a/quality").body();
        assertThat(quality).contains("\"sessions\":1").contains("\"playedMs\":60000")
                .contains("\"stallsPerHour\":60");
    }

    @Test
    void chartsHaveSamples() throws Exception {
        rig.publish("live", "a", ControlRig.VIDEO);
        assertThat(await("/api/v1/series", "\"streams\":1")).contains("\"heapBytes\":");
        assertThat(await("/api/v1/live?forS=1", "event: node"))
                .contains("event: streams\ndata: {\"total\":1,\"items\":[{\"app\":\"live\"");
        assertThat(await("/api/v1/streams/live/a/live?forS=1", "event: sample"))
                .contains("\"state\":\"live\"");
        assertThat(rig.get("/api/v1/live?sort=x").statusCode()).isEqualTo(400);
    }

    @Test
    void anAlertFiresAndSilencesAndRulesAreKept() throws Exception {
        HttpResponse<String> made = rig.send(rig.request("/api/v1/alert-rules")
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"name\":\"Down\","
                        + "\"kind\":\"stream-down\",\"app\":\"live\",\"stream\":\"cam\","
                        + "\"forS\":0,\"severity\":\"critical\"}")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        await("/api/v1/alerts?state=firing", "stream live/cam is not live");
        await("/api/v1/events?type=alert.fired", "\"severity\":\"critical\"");
        rig.publish("live", "cam", ControlRig.VIDEO);
        rig.clock.advanceMs(1_000);
        rig.clock.advanceMs(20_000);
        await("/api/v1/alerts?state=resolved", "live/cam");
        await("/api/v1/events?type=alert.resolved", "live");
    }
}
