package io.freshet.server.healing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.control.events.Event;
import io.freshet.control.healing.Bulletin.Patient;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.coordination.memory.InMemoryEngine;
import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.relay.Workshop;
import io.freshet.server.config.HealingSettings;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two control centres look after four nodes, of which one is dead; the first one goes.
@Timeout(120)
class HandOverTest {

    private final FakeClock clock = new FakeClock();
    private final InMemoryEngine engine = new InMemoryEngine();
    private HttpServer well;
    private FakeCluster cluster;
    private Centre first;
    private Centre second;

    /// One node's part in healing.
    private final class Centre implements AutoCloseable {
        final Queue<Event> events = new ConcurrentLinkedQueue<>();
        final HealingStart healing;

        Centre(String name) {
            healing = HealingStart.open(new HealingStart.Surroundings(settings(), name, true,
                    cluster, engine.connect().bus(), new NodeSecret("a secret of the test"),
                    new NoWorkshop(), clock, events::add));
        }

        Optional<Patient> dead() {
            return healing.bulletin().flatMap(heard -> heard.nodes().stream()
                    .filter(each -> each.node().equals("dead")).findFirst());
        }

        boolean saysOfDead(String condition) {
            return dead().filter(each -> each.condition().equals(condition)).isPresent();
        }

        @Override
        public void close() {
            healing.close();
        }
    }

    private static final class NoWorkshop implements Workshop {
        @Override
        public List<String> streams() {
            return List.of();
        }

        @Override
        public String restart(String part, String name) {
            return "";
        }
    }

    private static HealingSettings settings() {
        return new HealingSettings(true, Duration.ofMillis(50), 4, 25, "live",
                new HealingSettings.Provider(HealingSettings.Kind.NONE, "",
                        Duration.ofSeconds(90), "", "", ""),
                new HealingSettings.Hooks("", "", false, ""));
    }

    private static NodeRecord node(String id, int port) {
        return new NodeRecord(id, 1, Set.of(Role.EDGE), new Place("eu", ""),
                Map.of("relay", "http://127.0.0.1:" + port), new Capacity(10, 10), "1",
                NodeState.READY);
    }

    @BeforeEach
    void open() throws IOException {
        well = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        well.createContext("/relay/streams", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        well.start();
        int port = well.getAddress().getPort();
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        cluster = new FakeCluster(List.of(node("one", port), node("two", port),
                node("three", port), node("dead", nobody)));
        first = new Centre("one");
        second = new Centre("two");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        well.stop(0);
    }

    /// Lets time pass until then.
    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            clock.advanceMs(500);
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).as(what + ": " + second.healing.bulletin())
                .isTrue();
    }

    private static List<String> types(Centre of) {
        return of.events.stream().map(Event::type).toList();
    }

    @Test
    void theOtherOneGoesOnWithWhatTheFirstHasFoundAndDoesNothingTwice() throws Exception {
        cluster.holders.getFirst().onDuty(true);
        await("the dead node is out", () -> second.saysOfDead("reprovisioning"));
        assertThat(types(first)).contains("healing.suspect", "healing.recovering",
                "healing.evicted", "healing.reprovisioning");
        assertThat(types(second)).as("who is off duty").isEmpty();
        int failures = second.dead().orElseThrow().failures();
        first.close();
        cluster.holders.get(1).onDuty(true);
        await("the other one says so", () -> second.healing.bulletin()
                .filter(heard -> heard.by().equals("two")).isPresent());
        assertThat(second.dead()).hasValueSatisfying(dead -> {
            assertThat(dead.evicted()).isTrue();
            assertThat(dead.failures()).isGreaterThanOrEqualTo(failures);
            assertThat(dead.unwellMs()).as("since when it is ill").isPositive();
        });
        await("a person is called", () -> second.saysOfDead("given-up"));
        assertThat(types(second)).doesNotContain("healing.suspect", "healing.evicted")
                .containsOnlyOnce("healing.given-up");
        assertThat(types(first)).doesNotContain("healing.given-up");
        assertThat(cluster.ordered).as("taken out once").extracting(NodeOrder::wanted)
                .containsExactly(NodeState.EVICTED);
    }
}
