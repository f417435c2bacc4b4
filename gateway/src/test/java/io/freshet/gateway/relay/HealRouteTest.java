package io.freshet.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.gateway.MediaHttp;
import io.freshet.gateway.NodeSecret;
import io.freshet.net.Loops;
import io.freshet.net.TcpOptions;
import io.freshet.net.http.HttpOptions;
import io.freshet.net.http.HttpServer;
import io.freshet.testkit.RealClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealRouteTest {

    private static final NodeSecret SECRET = new NodeSecret("a secret of this test alone");

    private final RealClock clock = new RealClock();
    private final Loops loops = Loops.open(1, Loops.AUTO);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer http;

    HealRouteTest() throws IOException {
        Workshop workshop = new Workshop() {
            @Override
            public List<String> streams() {
                return List.of("live/a live=true", "live/b live=false");
            }

            @Override
            public String restart(String part, String name) {
                return name.equals("live/a") ? part + " of " + name : "";
            }
        };
        http = HttpServer.bind(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TcpOptions.DEFAULT, HttpOptions.DEFAULT, new MediaHttp(List.of(new HealRoute(
                        workshop, SECRET, threads, clock)), List.of()));
    }

    @AfterEach
    void close() {
        client.close();
        http.close();
        loops.close();
        threads.close();
    }

    private HttpResponse<String> send(String method, String path, String signature)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + http.address().getPort() + path)).header("Authorization", signature)
                .method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> signed(String method, String path)
            throws IOException, InterruptedException {
        return send(method, path, SECRET.sign(method, path, clock.wallMs()));
    }

    @Test
    void tellsNodesWhatIsHere() throws Exception {
        assertThat(signed("GET", "/relay/streams").body())
                .isEqualTo("live/a live=true\nlive/b live=false\n");
    }

    @Test
    void restartsWhatThereIs() throws Exception {
        HttpResponse<String> done = signed("POST", "/relay/restart?part=packager&name=live/a");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).isEqualTo("packager of live/a\n");
        assertThat(signed("POST", "/relay/restart?part=relay&name=live/z").statusCode())
                .isEqualTo(404);
        assertThat(signed("POST", "/relay/restart?part=everything&name=").statusCode())
                .isEqualTo(400);
    }

    @Test
    void doesNothingForAnybodyElse() throws Exception {
        String path = "/relay/restart?part=packager&name=live/a";
        long now = clock.wallMs();
        for (String signature : List.of("Bearer x", "Freshet-Node " + now + ".00",
                SECRET.sign("GET", path, now), SECRET.sign("POST", path + "b", now),
                SECRET.sign("POST", path, now - 40_000),
                new NodeSecret("another secret, also long").sign("POST", path, now))) {
            HttpResponse<String> answer = send("POST", path, signature);
            assertThat(answer.statusCode()).as(signature).isEqualTo(401);
            assertThat(answer.headers().firstValue("Freshet-Time")).isPresent();
        }
        assertThat(signed("GET", path).statusCode()).isEqualTo(405);
    }
}
