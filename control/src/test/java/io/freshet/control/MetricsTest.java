package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.Audience;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final ControlRig rig;

    MetricsTest() throws IOException {
        rig = new ControlRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private ExpositionText scrape() throws Exception {
        HttpResponse<String> answer = rig.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        return ExpositionText.parse(answer.body());
    }

    @Test
    void speakOfTheNodeAndItsPorts() throws Exception {
        ExpositionText text = scrape();
        assertThat(text.types.keySet()).allMatch(name -> name.startsWith("freshet_"));
        assertThat(text.value("freshet_build{transport=\"nio\",version=\"9.8.7\"}")).isOne();
        assertThat(text.value("freshet_ready")).isOne();
        assertThat(text.value("freshet_loops")).isEqualTo(2);
        assertThat(text.value("freshet_start_time_seconds")).isEqualTo(1_767_225_500.0);
        assertThat(text.value("freshet_listener_open_connections{listener=\"rtmp\"}"))
                .isEqualTo(3);
        assertThat(text.value("freshet_listener_received_bytes_total{listener=\"rtmp\"}"))
                .isEqualTo(5e9);
        assertThat(text.value("freshet_listener_refused_connections_total"
                + "{limit=\"address\",listener=\"rtmp\"}")).isOne();
        assertThat(text.value("freshet_listener_closed_connections_total"
                + "{cause=\"peer\",listener=\"rtmp\"}")).isEqualTo(14);
        assertThat(text.value("freshet_loop_pressure{loop=\"1\"}")).isEqualTo(2);
        assertThat(text.value("freshet_loop_lag_seconds{loop=\"1\"}")).isEqualTo(0.25);
        assertThat(text.value("freshet_loop_connections{loop=\"0\"}")).isEqualTo(12);
        assertThat(text.value("freshet_loop_cpu_seconds_total{loop=\"1\"}")).isEqualTo(60);
        assertThat(text.value("freshet_refused_viewers_total"
                + "{protocol=\"http_flv\",reason=\"full\"}")).isEqualTo(41);
        assertThat(text.value("freshet_route_refused_total")).isEqualTo(6);
        assertThat(text.value("freshet_heap_max_bytes")).isEqualTo(8e9);
        assertThat(text.value("freshet_streams_needed_bytes")).isEqualTo(5e9);
        assertThat(text.value("freshet_refused_streams_total")).isEqualTo(17);
        assertThat(text.value("freshet_ended_streams_total")).isEqualTo(4);
        rig.node.notReady = Optional.of("starting");
        assertThat(scrape().value("freshet_ready")).isZero();
    }

    @Test
    void speakOfTheVirtualMachine() throws Exception {
        ExpositionText text = scrape();
        assertThat(text.value("freshet_jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        assertThat(text.value("freshet_jvm_memory_used_bytes{area=\"direct\"}")).isNotNegative();
        assertThat(text.value("freshet_jvm_threads")).isPositive();
        assertThat(text.value("freshet_process_cpu_seconds_total")).isPositive();
        assertThat(text.samples.keySet())
                .anyMatch(name -> name.startsWith("freshet_jvm_gc_seconds_total{gc="));
    }

    @Test
    void speakOfEveryStream() throws Exception {
        rig.publish("live", "a/b", ControlRig.VIDEO);
        Audience audience = rig.stream("live", "a/b").audience();
        audience.joined(Audience.Protocol.HTTP_FLV);
        audience.sent(12);
        audience.skipped();
        ExpositionText text = scrape();
        String labels = "{app=\"live\",name=\"a/b\"}";
        assertThat(text.value("freshet_stream_live" + labels)).isOne();
        assertThat(text.value("freshet_stream_publishers" + labels)).isOne();
        assertThat(text.value("freshet_stream_sent_bytes_total" + labels)).isEqualTo(12);
        assertThat(text.value("freshet_stream_viewer_skips_total" + labels)).isOne();
        assertThat(text.value("freshet_stream_viewers"
                + "{app=\"live\",name=\"a/b\",protocol=\"http_flv\"}")).isOne();
        assertThat(text.value("freshet_viewers{protocol=\"http_flv\"}")).isOne();
        assertThat(text.value("freshet_stream_timestamp_repairs_total"
                + "{app=\"live\",kind=\"jump\",name=\"a/b\"}")).isZero();
        assertThat(text.value("freshet_streams{state=\"live\"}")).isOne();
        assertThat(text.value("freshet_streams_without_series")).isZero();
    }

    @Test
    void nameAtMostAThousandStreamsTheOldestAndCountTheOthers() throws Exception {
        int more = 3;
        for (int i = 0; i < StreamFamilies.SERIES_STREAMS_MAX + more; i++) {
            rig.publish("live", "s" + i);
            rig.clock.advanceMs(1);
        }
        ExpositionText text = scrape();
        assertThat(text.value("freshet_streams_without_series")).isEqualTo(more);
        assertThat(text.samples.keySet().stream()
                .filter(name -> name.startsWith("freshet_stream_live{")))
                .hasSize(StreamFamilies.SERIES_STREAMS_MAX)
                .contains("freshet_stream_live{app=\"live\",name=\"s0\"}")
                .doesNotContain("freshet_stream_live{app=\"live\",name=\"s1002\"}");
        assertThat(text.value("freshet_streams{state=\"live\"}")).isEqualTo(1003);
    }
}
