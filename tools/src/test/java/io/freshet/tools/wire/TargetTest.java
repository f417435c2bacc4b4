package io.freshet.tools.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.wire.Target.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/live/s,           RTMP,     false, 1935",
        "rtmps://h/live/s,          RTMP,     true,  443",
        "http://h/live/s.flv,       HTTP_FLV, false, 80",
        "https://h:8443/live/s.flv, HTTP_FLV, true,  8443",
        "ws://h/live/s.flv,         WS_FLV,   false, 80",
        "wss://h/live/s.flv,        WS_FLV,   true,  443",
        "http://h/s/index.m3u8,     HLS,      false, 80",
        "https://h/s/index.m3u8,    HLS,      true,  443"})
    void theSchemeSaysWhatIsSpokenAndWhetherInTls(String url, Kind kind, boolean secure,
            int port) {
        Target target = Target.parse(url);
        assertThat(target.kind()).isEqualTo(kind);
        assertThat(target.secure()).isEqualTo(secure);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.toString()).startsWith(url.substring(0, url.indexOf(':') + 3));
    }
}
