package io.freshet.server.healing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.freshet.cluster.heal.Look;
import io.freshet.cluster.heal.Trouble;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.gateway.NodeSecret;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An edge without streams is asked for one now and then: nobody else would notice that it cannot
/// fetch any.
@Timeout(60)
class ProberTest {

    private static final Optional<String> SAMPLE = Optional.of("live/sample");

    private final FakeClock clock = new FakeClock();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer node;
    private NodeClient client;
    private Playing playing;
    private Prober prober;
    private volatile String carried = "";
    private final Map<String, String> playlists = new ConcurrentHashMap<>();

    @BeforeEach
    void open() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String answer = path.equals("/relay/streams") ? carried
                    : playlists.getOrDefault(path, "");
            if (!path.startsWith("/relay/")) {
                asked.add(path);
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            boolean good = path.equals("/relay/streams") || !answer.isEmpty();
            exchange.sendResponseHeaders(good ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        node.start();
        client = new NodeClient(new NodeSecret("a secret of the test"), clock);
        playing = new Playing(client);
        prober = new Prober(client, playing, clock, 4);
    }

    @AfterEach
    void close() {
        playing.close();
        client.close();
        node.stop(0);
    }

    private NodeRecord record(Role role) {
        String uri = "http://127.0.0.1:" + node.getAddress().getPort();
        return new NodeRecord("edge-1", 1, Set.of(role), new Place("eu", ""),
                Map.of("http", uri, "relay", uri), new Capacity(10, 10), "1", NodeState.READY);
    }

    /// The looks until one that is not good, 25 at most.
    private int looksUntilTrouble(Role role, Optional<String> sample) throws InterruptedException {
        for (int i = 1; i <= 25; i++) {
            Look look = prober.look(record(role), sample);
            assertThat(look.answers()).isTrue();
            if (!look.isGood()) {
                assertThat(look.troubles()).extracting(Trouble::part, Trouble::name)
                        .containsExactly(tuple(Trouble.Part.RELAY, "live/sample"));
                return i;
            }
        }
        return 0;
    }

    @Test
    void anIdleEdgeThatCannotFetchAStreamIsFoundOut() throws Exception {
        assertThat(looksUntilTrouble(Role.EDGE, SAMPLE)).isEqualTo(12);
        assertThat(asked).containsExactly("/live/sample/index.m3u8");
    }

    @Test
    void whoIsNoEdgeIsNotAsked() throws Exception {
        assertThat(looksUntilTrouble(Role.ORIGIN, SAMPLE)).isZero();
        assertThat(asked).isEmpty();
    }

    @Test
    void whereThereIsNoStreamNothingIsAsked() throws Exception {
        assertThat(looksUntilTrouble(Role.EDGE, Optional.empty())).isZero();
        assertThat(asked).isEmpty();
    }

    @Test
    void anEdgeThatHasStreamsIsJudgedByThose() throws Exception {
        carried = new Carried("live/watched", true, false, 0, 10, true).line() + "\n";
        assertThat(looksUntilTrouble(Role.EDGE, SAMPLE)).isZero();
        assertThat(asked).doesNotContain("/live/sample/index.m3u8");
    }

    @Test
    void anIdleEdgeThatFetchesWhatItIsAskedForIsWell() throws Exception {
        playlists.put("/live/sample/index.m3u8", """
                #EXTM3U
                #EXT-X-VERSION:9
                #EXT-X-STREAM-INF:BANDWIDTH=1000000,CODECS="avc1.64001f,mp4a.40.2"
                v.m3u8
                """);
        playlists.put("/live/sample/v.m3u8", """
                #EXTM3U
                #EXT-X-VERSION:9
                #EXT-X-TARGETDURATION:2
                #EXT-X-MEDIA-SEQUENCE:0
                """);
        assertThat(looksUntilTrouble(Role.EDGE, SAMPLE)).isZero();
        assertThat(asked).containsExactly("/live/sample/index.m3u8", "/live/sample/v.m3u8",
                "/live/sample/index.m3u8", "/live/sample/v.m3u8");
    }
}
