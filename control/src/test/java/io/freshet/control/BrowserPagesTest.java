package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BrowserPagesTest {

    @Test
    void standsBeforeThePort() throws Exception {
        try (ControlRig rig = new ControlRig()) {
            rig.publish("live", "s");
            assertThat(ask(rig, "GET", "Host: evil.example\r\n")).startsWith("HTTP/1.1 421 ");
            assertThat(ask(rig, "DELETE", "Host: evil.example\r\n")).startsWith("HTTP/1.1 421 ");
            assertThat(ask(rig, "DELETE", "Host: localhost\r\nOrigin: http://evil.example\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(ask(rig, "DELETE", "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(ask(rig, "GET", "")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(rig, "GET", "Host: localhost\r\nHost: evil.example\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(rig.streams.all()).hasSize(1);
            String origin = "http://localhost:" + rig.server.port();
            assertThat(ask(rig, "DELETE", "Host: localhost:" + rig.server.port()
                    + "\r\nOrigin: " + origin + "\r\nSec-Fetch-Site: same-origin\r\n"))
                    .startsWith("HTTP/1.1 204 ");
            assertThat(rig.streams.all()).isEmpty();
        }
    }

    private static String ask(ControlRig rig, String method, String headers) throws IOException {
        return rig.raw(method + " /api/v1/streams/live/s HTTP/1.1\r\n" + headers
                + "Connection: close\r\n\r\n");
    }
}
