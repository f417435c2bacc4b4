package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AccessPolicy;
import io.freshet.live.AppOptions;
import io.freshet.net.address.AddressRanges;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who a proxy asks for, as the policy is told.
@Timeout(60)
class ForwardingTest {

    @TempDir Path folder;

    private static String asked(GatewaySite site, String... headers) throws Exception {
        site.asked.clear();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:"
                    + site.http.address().getPort() + "/shut/a.flv"));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            client.send(request.build(), BodyHandlers.discarding());
        }
        AccessPolicy.Request told = site.asked.remove();
        return told.peer().address() + (told.peer().secure() ? " secure" : "")
                + (told.peer().loopback() ? " local" : "");
    }

    @Test
    void aTrustedProxyIsBelievedAndNobodyElse() throws Exception {
        try (GatewaySite site = new GatewaySite(folder, AppOptions.DEFAULT,
                Duration.ofSeconds(30))) {
            String own = "127.0.0.1";
            assertThat(asked(site)).isEqualTo(own + " local");
            assertThat(asked(site, "X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"))
                    .as("who forwards is not on this machine, and not believed").isEqualTo(own);
            site.forwarders = AddressRanges.of(List.of("127.0.0.0/8", "198.51.100.0/24"));
            assertThat(asked(site, "X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"))
                    .isEqualTo("192.0.2.7 secure");
            assertThat(asked(site, "X-Forwarded-For", "127.0.0.1, 192.0.2.7, 198.51.100.4"))
                    .as("what the client made up stands before").isEqualTo("192.0.2.7");
            assertThat(asked(site, "X-Forwarded-For", "127.0.0.1"))
                    .as("not as if it came from here directly").isEqualTo(own);
            assertThat(asked(site, "X-Forwarded-For", "a<script>, 198.51.100.4"))
                    .isEqualTo("198.51.100.4");
            assertThat(asked(site)).as("the proxy itself").isEqualTo(own + " local");
        }
    }
}
