package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.StreamKey;
import io.freshet.net.Loops;
import io.freshet.net.TcpOptions;
import io.freshet.net.address.AddressRanges;
import io.freshet.net.http.HttpOptions;
import io.freshet.net.http.HttpServer;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Viewers are told where to go: by redirect, as JSON, as a steering manifest, as a list.
@Timeout(60)
class GuideRoutesTest {

    private static final ViewerGuide.Place ONE =
            new ViewerGuide.Place("edge-1", "eu", "http://edge-1.example:8080");
    private static final ViewerGuide.Place TWO =
            new ViewerGuide.Place("edge-2", "eu", "http://edge-2.example:8080");
    private static final ViewerGuide.Place FAR =
            new ViewerGuide.Place("edge-9", "us", "http://[2001:db8::9]:8080");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> asked = new ArrayList<>();
    private ViewerGuide.Directions directions =
            new ViewerGuide.Directions(List.of(ONE, TWO, FAR), false);
    private final FakeClock clock = new FakeClock();
    private final GuidePace pace = new GuidePace(2, clock);
    private Loops loops;
    private HttpServer server;

    private final class FakeGuide implements ViewerGuide {

        @Override
        public Directions find(StreamKey key, String address, String scheme,
                Set<String> except) {
            asked.add(key + " " + address + " " + scheme + " " + except);
            return directions;
        }

        @Override
        public List<Place> all(String address) {
            return directions.places();
        }
    }

    @BeforeEach
    void open() throws IOException {
        loops = Loops.open(1, Loops.AUTO);
        ViewerGuide guide = new FakeGuide();
        server = HttpServer.bind(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TcpOptions.DEFAULT, HttpOptions.DEFAULT, new MediaHttp(List.of(),
                        List.of(new RouteRoute(guide, pace), new SteerRoute(guide, pace)),
                        new Forwarding(() -> AddressRanges.of(List.of("127.0.0.1")))));
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
        client.close();
    }

    private HttpResponse<String> get(String target, String accept)
            throws IOException, InterruptedException {
        return get(target, accept, "127.0.0.1");
    }

    private HttpResponse<String> get(String target, String accept, String client)
            throws IOException, InterruptedException {
        return this.client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                + server.address().getPort() + target)).header("Accept", accept)
                .header("X-Forwarded-For", client).build(), BodyHandlers.ofString());
    }

    @Test
    void anAddressMayAskAtItsPaceAndOthersAreNotHeldUp() throws Exception {
        int answered = 0;
        for (int i = 0; i < 20; i++) {
            String target = List.of("/route?stream=live/cam", "/steer?stream=live/cam",
                    "/route/edges").get(i % 3);
            HttpResponse<String> answer = get(target, "application/json", "192.0.2.1");
            if (answer.statusCode() == 429) {
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                        .contains("Retry-After");
            } else {
                answered++;
            }
        }
        assertThat(answered).isEqualTo(2 * GuidePace.BURST_S);
        assertThat(pace.refused()).isEqualTo(20 - answered);
        assertThat(get("/steer?stream=live/cam", "*/*", "192.0.2.2").statusCode()).isEqualTo(200);
        assertThat(get("/steer?stream=live/cam", "*/*").statusCode()).isEqualTo(200);
        clock.advanceMs(1_000);
        assertThat(get("/steer?stream=live/cam", "*/*", "192.0.2.1").statusCode()).isEqualTo(200);
        assertThat(asked).anyMatch(each -> each.contains(" 192.0.2.1 "));
    }

    @Test
    void aBrowserIsRedirectedToTheBestEdge() throws Exception {
        HttpResponse<String> answer = get("/route?stream=live/cam&except=edge-3,edge-4", "*/*");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .contains("http://edge-1.example:8080/live/cam/index.m3u8");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(asked.getFirst()).startsWith("live/cam 127.0.0.1 http [")
                .contains("edge-3").contains("edge-4");
    }

    @Test
    void eachProtocolHasItsAddress() throws Exception {
        assertThat(location("flv")).isEqualTo("http://edge-1.example:8080/live/cam.flv?token=T-1");
        assertThat(location("ws")).isEqualTo("ws://edge-1.example:8080/live/cam.flv?token=T-1");
        assertThat(location("hls"))
                .isEqualTo("http://edge-1.example:8080/t/T-1/live/cam/index.m3u8");
        location("rtmp");
        assertThat(asked.getLast()).contains(" rtmp ");
    }

    private String location(String protocol) throws IOException, InterruptedException {
        return get("/route?stream=live/cam&token=T-1&protocol=" + protocol, "*/*").headers()
                .firstValue("Location").orElseThrow();
    }

    @Test
    void aProgramGetsAllOfThemAsJson() throws Exception {
        HttpResponse<String> answer = get("/route?stream=live/cam&address=192.0.2.7",
                "application/json");
        assertThat(answer.body()).isEqualTo("{\"stream\":\"live/cam\",\"here\":false,\"ttl\":10,"
                + "\"edges\":[{\"node\":\"edge-1\",\"region\":\"eu\",\"url\":"
                + "\"http://edge-1.example:8080/live/cam/index.m3u8\"},"
                + "{\"node\":\"edge-2\",\"region\":\"eu\",\"url\":"
                + "\"http://edge-2.example:8080/live/cam/index.m3u8\"},"
                + "{\"node\":\"edge-9\",\"region\":\"us\",\"url\":"
                + "\"http://[2001:db8::9]:8080/live/cam/index.m3u8\"}]}\n");
        assertThat(asked.getFirst()).contains(" 192.0.2.7 ");
    }

    @Test
    void withoutAnEdgeItSaysWhenToTryAgain() throws Exception {
        directions = new ViewerGuide.Directions(List.of(), false);
        HttpResponse<String> answer = get("/route?stream=live/cam", "*/*");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void nonsenseIsRefusedInWords() throws Exception {
        for (String query : List.of("", "?stream=", "?stream=cam", "?stream=api/x",
                "?stream=live/cam&protocol=smoke", "?stream=live/c%22am")) {
            assertThat(get("/route" + query, "*/*").statusCode()).as(query).isEqualTo(400);
            assertThat(get("/steer" + query, "*/*").statusCode()).as(query).isEqualTo(400);
        }
    }

    @Test
    void aPlayerIsSteeredToTheBestEdgeAndBackToWhereItCameFromAtLast() throws Exception {
        String manifest = get("/steer?stream=live/cam", "*/*").body();
        assertThat(manifest).startsWith("{\"VERSION\":1,\"TTL\":10,\"RELOAD-URI\":"
                + "\"/steer?stream=live/cam\",\"PATHWAY-PRIORITY\":"
                + "[\"edge-1\",\"edge-2\",\"edge-9\",\".\"],\"PATHWAY-CLONES\":["
                + "{\"BASE-ID\":\".\",\"ID\":\"edge-1\",\"URI-REPLACEMENT\":"
                + "{\"HOST\":\"edge-1.example:8080\"}},");
    }

    @Test
    void aPlayerThatIsWellStaysWhereItIs() throws Exception {
        assertThat(get("/steer?stream=live/cam&_HLS_pathway=edge-2", "*/*").body())
                .contains("[\"edge-2\",\"edge-1\",\"edge-9\",\".\"]");
        assertThat(get("/steer?stream=live/cam&_HLS_pathway=edge-9", "*/*").body())
                .contains("[\"edge-1\",\"edge-2\",\"edge-9\",\".\"]");
        directions = new ViewerGuide.Directions(List.of(ONE, TWO), true);
        assertThat(get("/steer?stream=live/cam&_HLS_pathway=.", "*/*").body())
                .contains("[\".\",\"edge-1\",\"edge-2\"]");
    }

    @Test
    void balancersGetAListOfHosts() throws Exception {
        assertThat(get("/route/edges", "*/*").body())
                .isEqualTo("edge-1.example\nedge-2.example\n2001:db8::9\n");
    }
}
