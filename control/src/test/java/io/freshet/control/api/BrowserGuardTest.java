package io.freshet.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.api.ApiRequest.Peer;
import io.freshet.media.Bytes;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserGuardTest {

    private static final BrowserGuard GUARD =
            new BrowserGuard(InetSocketAddress.createUnresolved("Control.Example", 8090));

    private static ApiRequest request(String method, String host, Optional<String> origin,
            Optional<String> site) {
        Map<String, String> headers = new HashMap<>();
        if (!host.isEmpty()) {
            headers.put("host", host);
        }
        origin.ifPresent(value -> headers.put("origin", value));
        site.ifPresent(value -> headers.put("sec-fetch-site", value));
        return new ApiRequest(method, "/health/live", Map.of(), headers, Bytes.EMPTY,
                new Peer("127.0.0.1", true, false));
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
}
