package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.Audience;
import io.freshet.live.Subscriber;
import io.freshet.media.Signal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamsApiTest {

    private static final String PATH = "/api/v1/streams";

    private final ControlRig rig;

    StreamsApiTest() throws IOException {
        rig = new ControlRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @SuppressWarnings("unchecked")
    private List<String> listed(String query) throws Exception {
        HttpResponse<String> answer = rig.get(PATH + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        List<Map<String, Object>> all = (List<Map<String, Object>>)
                JsonReader.object(answer.body()).get("streams");
        return all.stream().map(each -> each.get("app") + " " + each.get("name")).toList();
    }

    @Test
    void listsStreamsByAppThenName() throws Exception {
        assertThat(listed("")).isEmpty();
        rig.publish("live", "b");
        rig.publish("live", "a/z");
        rig.publish("aaa", "z");
        assertThat(listed("")).containsExactly("aaa z", "live a/z", "live b");
        assertThat(listed("?app=live")).containsExactly("live a/z", "live b");
        assertThat(listed("?app=li%76e")).containsExactly("live a/z", "live b");
        assertThat(listed("?app=none")).isEmpty();
        assertThat(listed("?app=")).isEmpty();
    }

    @Test
    void saysWhatAStreamCarries() throws Exception {
        rig.publish("live", "s", ControlRig.VIDEO, ControlRig.AUDIO, ControlRig.SCRIPT);
        rig.passSecond();
        Audience audience = rig.stream("live", "s").audience();
        audience.joined(Audience.Protocol.RTMP);
        audience.joined(Audience.Protocol.HLS);
        audience.joined(Audience.Protocol.HLS);
        audience.sent(4_000_000_000L);
        audience.skipped();
        audience.closedSlow();
        assertThat(rig.get(PATH + "/live/s").body()).isEqualTo("""
                {"app":"live","name":"s","state":"live","openedMs":1767225600000,"uptimeMs":1000,\
                "onAirMs":1767225600000,"publishers":["rtmp \\"quoted\\" 192.0.2.7:50112"],\
                "tracks":[\
                {"id":1,"kind":"video","codec":"H.264","codecString":"avc1.64001f","language":"",\
                "picture":{"width":1280,"height":720,"fps":29.97},"sound":null},\
                {"id":2,"kind":"audio","codec":"AAC","codecString":"mp4a.40.2","language":"zh",\
                "picture":null,"sound":{"sampleRateHz":44100,"channels":2}},\
                {"id":3,"kind":"data","codec":"script","codecString":"","language":"",\
                "picture":null,"sound":null}],\
                "bitrateBps":0,"fps":0.0,"gopMs":0,\
                "viewers":{"rtmp":1,"httpFlv":0,"wsFlv":0,"hls":2,"total":3},\
                "bytesIn":0,"framesIn":0,"bytesOut":4000000000,"inputSwitches":0,\
                "branchSkips":0,"viewerSkips":1,"viewersClosedSlow":1,\
                "repairs":{"jumps":0,"audioAnchors":0,"steps":0,"dropped":0,"untilKey":0,\
                "clockMoves":0}}""");
    }

    @Test
    void takesANameWithSlashesAsOneEncodedSegment() throws Exception {
        rig.publish("live", "school/room/cam");
        for (String name : List.of("school%2Froom%2Fcam", "school%2froom%2fcam",
                "%73chool%2Froom%2Fcam")) {
            assertThat(rig.get(PATH + "/live/" + name).statusCode()).as(name).isEqualTo(200);
        }
        HttpResponse<String> plain = rig.get(PATH + "/live/school/room/cam");
        assertThat(plain.statusCode()).isEqualTo(404);
        assertThat(plain.body()).contains("%2F");
    }

    @Test
    void saysThatAStreamIsAbsent() throws Exception {
        HttpResponse<String> answer = rig.get(PATH + "/live/none");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(JsonReader.object(answer.body())).isEqualTo(Map.of("type", "about:blank",
                "title", "Not Found", "status", 404L,
                "detail", "there is no stream live/none now"));
    }

    @Test
    void kicksPublisherAndViewersAndEndsTheStream() throws Exception {
        ControlRig.FakePublisher publisher = rig.publish("live", "a/b", ControlRig.AUDIO);
        CountDownLatch ended = new CountDownLatch(1);
        rig.stream("live", "a/b").subscribe(rig.loop, new Subscriber() {
            @Override
            public void onSignals(List<Signal> batch) {
            }

            @Override
            public void onEnd() {
                ended.countDown();
            }
        });
        HttpResponse<String> answer = rig.send(rig.request(PATH + "/live/a%2Fb").DELETE());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        // Over when the answer comes, not some time later.
        assertThat(publisher.dismissals).containsExactly("kicked by the operator");
        assertThat(rig.streams.all()).isEmpty();
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(rig.send(rig.request(PATH + "/live/a%2Fb").DELETE()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void takesNoOtherMethod() throws Exception {
        rig.publish("live", "s");
        for (String method : List.of("POST", "PUT", "PATCH", "OPTIONS", "TRACE")) {
            String answer = rig.raw(method + " " + PATH + "/live/s HTTP/1.1\r\n"
                    + "Host: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(method).startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD, DELETE\r\n").contains("\"status\":405");
        }
        assertThat(rig.raw("DELETE " + PATH + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD\r\n");
        assertThat(rig.streams.all()).hasSize(1);
    }
}
