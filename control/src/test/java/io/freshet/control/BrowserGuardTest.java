package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserGuardTest {

    private static final BrowserGuard GUARD =
            new BrowserGuard(InetSocketAddress.createUnresolved("Control.Example", 8090));

    private static ApiRequest request(String method, String host, Optional<String> origin,
            Optional<String> site) {
        return new ApiRequest(method, "/health/live", Optional.empty(),
                host.isEmpty() ? Optional.empty() : Optional.of(host), origin, site, false,
                "127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8090", "node.localhost:1", "127.0.0.1:8090",
            "10.1.2.3", "[::1]:8090", "[fd00::7]", "control.example:8090", "CONTROL.example"})
    void takesAddressesLocalhostAndTheNameListenedOn(String host) {
        assertThat(GUARD.refusal(request("GET", host, Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example", "evil.example:8090", "localhost.evil.example",
            "xlocalhost", "127.0.0.1.evil.example", "127.0.0.1.nip.io:8090", "[::1].evil.example",
            "[::1", "[evil.example]", "[fe80::1%lo]", "[]", ":8090", "[localhost]", "localhost:",
            "localhost:x", "control.example.evil",
            "1.2.3.4.5", "::1", "localhost@evil.example", "localhost evil"})
    void refusesNamesThatAPageElsewhereCanHave(String host) {
        assertThat(GUARD.refusal(request("GET", host, Optional.empty(), Optional.empty())))
                .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(421));
    }

    @ParameterizedTest(name = "{0} with origin {1} and site {2} is refused: {3}")
    @CsvSource(textBlock = """
            DELETE, ,                       ,             false
            DELETE, http://localhost:8090,  same-origin,  false
            DELETE, ,                       none,         false
            DELETE, http://localhost:8090,  ,             false
            DELETE, http://evil.example,    cross-site,   true
            DELETE, http://evil.example,    ,             true
            DELETE, null,                   ,             true
            DELETE, http://localhost:8080,  same-site,    true
            DELETE, http://localhost:8080,  ,             true
            DELETE, https://localhost:8090, ,             true
            DELETE, ,                       cross-site,   true
            DELETE, ,                       same-site,    true
            DELETE, ,                       rubbish,      true
            POST,   http://evil.example,    ,             true
            GET,    http://evil.example,    cross-site,   false
            HEAD,   ,                       cross-site,   false
            """)
    void letsNoOtherSiteChangeAnything(String method, String origin, String site,
            boolean refused) {
        Optional<ApiAnswer> refusal = GUARD.refusal(request(method, "localhost:8090",
                Optional.ofNullable(origin), Optional.ofNullable(site)));
        assertThat(refusal.map(ApiAnswer::status))
                .isEqualTo(refused ? Optional.of(403) : Optional.empty());
    }

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
