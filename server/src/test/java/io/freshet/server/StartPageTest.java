package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.config.BadSettingsException;
import io.freshet.server.config.SettingsLoader;
import io.freshet.server.config.SettingsLoader.Sources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartPageTest {

    private static final Map<String, Integer> PORTS = Map.of("rtmp.listen", 1935,
            "http.listen", 8080, "https.listen", 8443, "control.listen", 8090);

    private static String page(String yaml, Map<String, Integer> ports)
            throws BadSettingsException {
        return StartPage.text(SettingsLoader.load(
                new Sources("freshet.yaml", yaml, Map.of(), List.of())),
                key -> ports.getOrDefault(key, 0), "epoll", "1.2.3", 7);
    }

    @Test
    void whoListensEverywhereIsThisMachine() throws Exception {
        assertThat(page("", PORTS)).startsWith("Freshet 1.2.3 is up after 7 ms (epoll, ")
                .contains("publish  rtmp://localhost:1935/live/NAME   from this machine;",
                        "watch    http://localhost:8080/\n",
                        "HLS      http://localhost:8080/live/NAME/index.m3u8 ",
                        "RTMP     rtmp://localhost:1935/live/NAME\n",
                        "console  http://localhost:8090/ ");
    }

    @Test
    void whoListensAtOneAddressIsReachedThereAndNobodyPublishesWithoutAKey() throws Exception {
        assertThat(page("""
                rtmp: {listen: "192.0.2.1:1935"}
                http: {listen: "[2001:db8::1]:8080"}
                control: {listen: "media.example.net:8090"}
                """, PORTS)).doesNotContain("localhost").contains(
                "publish  rtmp://192.0.2.1:1935/live/NAME?key=KEY   make a publish key in",
                "http://[2001:db8::1]:8080/watch/live/NAME\n",
                "console  http://media.example.net:8090/ ");
    }

    @Test
    void inAClusterThisMachineNeedsAKeyAsWell() throws Exception {
        assertThat(page("""
                cluster: {nats: ["nats://192.0.2.1:4222"], secret: 0123456789abcdef}
                """, PORTS)).contains("rtmp://localhost:1935/live/NAME?key=KEY   make a publish");
    }

    @Test
    void withoutPlainPortsThoseOfTlsAreNamed() throws Exception {
        assertThat(page("", Map.of("https.listen", 8443, "rtmps.listen", 1936))).contains(
                "publish  rtmps://localhost:1936/live/NAME   from this machine;",
                "watch    https://localhost:8443/\n").doesNotContain("  console  ", "  RTMP ");
    }
}
