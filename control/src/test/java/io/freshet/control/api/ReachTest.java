package io.freshet.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.control.api.ApiRequest.Peer;
import io.freshet.media.Bytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

    private static final Reach REACH = Reach.of(List.of("Console.Example.com"),
            List.of("127.0.0.1", "10.0.0.0/8", "fd00::/8"));

    private static ApiRequest request(String peer, Map<String, String> headers) {
        return new ApiRequest("GET", "/health/live", Map.of(), headers, Bytes.EMPTY,
                new Peer(peer, false, false));
    }

    @ParameterizedTest(name = "{0} asking for {1} is {2}")
    @CsvSource(textBlock = """
            127.0.0.1,    198.51.100.7,                        198.51.100.7
            10.1.2.3,     '198.51.100.7',                      198.51.100.7
            fd00::1,      2001:db8::7,                         2001:db8::7
            127.0.0.1,    '203.0.113.9, 198.51.100.7',         198.51.100.7
            127.0.0.1,    '198.51.100.7, 10.9.9.9',            198.51.100.7
            127.0.0.1,    '10.8.8.8, 10.9.9.9',                10.8.8.8
            203.0.113.5,  198.51.100.7,                        203.0.113.5
            127.0.0.1,    '',                                  127.0.0.1
            127.0.0.1,    'evil, 198.51.100.7',                198.51.100.7
            127.0.0.1,    '198.51.100.7, unknown',             127.0.0.1
            127.0.0.1,    ',,,',                               127.0.0.1
            """)
    void believesTrustedProxiesAlone(String peer, String forwarded, String address) {
        assertThat(REACH.resolved(request(peer, Map.of("x-forwarded-for", forwarded))).peer()
                .address()).isEqualTo(address);
    }

    @Test
    void nobodyIsBelievedUnlessTheSettingsSaySo() {
        assertThat(Reach.DIRECT.resolved(request("127.0.0.1",
                Map.of("x-forwarded-for", "198.51.100.7"))).peer().address())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void aNameOfTheSettingsIsAskedByIt() {
        BrowserGuard guard = new BrowserGuard(
                InetSocketAddress.createUnresolved("127.0.0.1", 8090));
        ApiRequest byName = request("10.1.2.3", Map.of("host", "console.example.com"));
        assertThat(guard.refusal(byName)).hasValueSatisfying(answer ->
                assertThat(answer.status()).isEqualTo(421));
        guard.reach(REACH);
        assertThat(guard.refusal(byName)).isEmpty();
        assertThat(guard.refusal(request("10.1.2.3", Map.of("host", "CONSOLE.example.com:443"))))
                .isEmpty();
        assertThat(guard.refusal(request("10.1.2.3", Map.of("host", "x.console.example.com"))))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://console.example.com", "console.example.com:443", "a/b", ""})
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> Reach.of(List.of(name), List.of()))
                .hasMessageContaining("control.names: '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "proxy", "10.0.0.0/", "/8", "::1/-1"})
    void refusesWhatIsNoRange(String range) {
        assertThatThrownBy(() -> Reach.of(List.of(), List.of(range)))
                .hasMessageContaining("control.trusted-proxies: '" + range + "'");
    }
}
