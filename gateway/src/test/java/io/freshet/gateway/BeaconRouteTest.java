package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Players may tell how they play, from any page, and not too much.
@Timeout(60)
class BeaconRouteTest {

    private @TempDir Path folder = Path.of("");
    private final HttpClient client = HttpClient.newHttpClient();
    private GatewaySite site;

    @BeforeEach
    void open() throws IOException {
        site = new GatewaySite(folder, AppOptions.DEFAULT, Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        site.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String body)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(
                "http://127.0.0.1:" + site.http.address().getPort() + "/beacon"))
                .header("Origin", "https://elsewhere.example")
                .method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    @Test
    void aPageOfAnyOriginMayTell() throws Exception {
        HttpResponse<String> answer = send("POST", "{\"app\":\"live\"}");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(site.beacons).containsExactly("{\"app\":\"live\"}");
        HttpResponse<String> preflight = send("OPTIONS", "");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("POST");
    }

    @Test
    void whatIsNoBeaconIsRefused() throws Exception {
        assertThat(send("POST", "").statusCode()).isEqualTo(400);
        assertThat(send("POST", "x".repeat(2049)).statusCode()).isEqualTo(413);
        assertThat(send("GET", "").statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "").statusCode()).isEqualTo(405);
        assertThat(site.beacons).containsExactly("");
    }

    @Test
    void anAddressMayTellAtItsPaceAndOthersAreNotHeldUp() throws Exception {
        BeaconPace pace = new BeaconPace(-5);
        InetAddress one = InetAddress.ofLiteral("192.0.2.1");
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            taken += pace.lets(one, 0) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(BeaconPace.PER_ADDRESS_BURST);
        assertThat(pace.lets(InetAddress.ofLiteral("192.0.2.2"), 0)).isTrue();
        assertThat(pace.lets(one, 20_000_000L)).isFalse();
        assertThat(pace.lets(one, 40_000_000L)).isTrue();
    }

    @Test
    void allTogetherMayTellAtTheirPaceToo() throws Exception {
        BeaconPace pace = new BeaconPace(0);
        InetAddress proxy = InetAddress.ofLiteral("::1");
        int taken = 0;
        for (int i = 0; i < 2 * BeaconPace.ALL_BURST; i++) {
            taken += pace.lets(proxy, 7) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(BeaconPace.ALL_BURST);
    }
}
