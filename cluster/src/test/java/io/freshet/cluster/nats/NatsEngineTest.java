package io.freshet.cluster.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.coordination.Engine;
import io.freshet.coordination.Lease;
import io.freshet.coordination.Table;
import io.freshet.coordination.Written;
import io.freshet.testkit.Patience;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The engine on NATS keeps the contract, with three real servers, and when they fail.
@Tag("clients")
final class NatsEngineTest extends NatsContract {

    private static NatsServers servers;
    private int turn;

    @BeforeAll
    static void start() throws IOException {
        servers = new NatsServers(3);
    }

    @AfterAll
    static void stop() throws IOException {
        servers.close();
    }

    /// Each connection begins at another server.
    @Override
    List<Integer> ports() {
        List<Integer> ports = new ArrayList<>(servers.ports());
        Collections.rotate(ports, turn++);
        return ports;
    }

    @Override
    Engine connect(Wire wire) {
        NatsOptions plain = NatsOptions.of(List.of(wire.url()), "test");
        return NatsEngine.open(new NatsOptions(plain.servers(), plain.name(),
                plain.identity(), plain.tls(), plain.prefix(), 3, plain.timeout()));
    }

    /// A key that one wrote, and two watches.
    private record Watched(String key, Recording<Lease> seen, long revision) {

        void await(Lease lease) {
            seen.await(key, Optional.of(lease));
        }
    }

    private Watched watched(String name) {
        String key = name + "-" + System.nanoTime();
        Recording<Lease> seen = new Recording<>();
        two.leases().watch(seen);
        Watched watched = new Watched(key, seen,
                settle(key, new Lease("before", 1), Table.ABSENT));
        watched.await(new Lease("before", 1));
        return watched;
    }

    @Test
    void anyServerMayBeKilled() throws IOException {
        for (int victim = 0; victim < 3; victim++) {
            Watched watched = watched("victim-" + victim);
            servers.kill(victim);
            // One of the three leads the bucket; its loss takes NATS some seconds.
            long later = settle(watched.key(), new Lease("after", 2), watched.revision());
            watched.await(new Lease("after", 2));
            servers.start(victim);
            settle(watched.key(), new Lease("healed", 3), later);
            watched.await(new Lease("healed", 3));
        }
    }

    /// As when the one server dies that has it: jnats finds out after fifteen seconds.
    @Test
    void aWatchThatDiesInSilenceIsOpenedAnew() throws Exception {
        Watched watched = watched("silent");
        Connection third = Nats.connect("nats://127.0.0.1:" + servers.ports().getFirst());
        JetStreamManagement streams = third.jetStreamManagement();
        for (String watch : streams.getConsumerNames("KV_freshet-leases")) {
            streams.deleteConsumer("KV_freshet-leases", watch);
        }
        third.close();
        settle(watched.key(), new Lease("after", 2), watched.revision());
        Patience.until("the new watch", Duration.ofSeconds(6), () ->
                watched.seen().said(watched.key(), Optional.of(new Lease("after", 2))));
    }

    @Test
    void withoutAnyServerWritesFailAsValuesAndNothingIsLostAfterwards() throws IOException {
        Watched watched = watched("all");
        for (int i = 0; i < 3; i++) {
            servers.kill(i);
        }
        Patience.until("both know", () -> !one.isHere() && !two.isHere());
        assertThat(answer(one.leases().write(watched.key(), new Lease("lost", 2),
                watched.revision())))
                .isInstanceOf(Written.Away.class);
        assertThat(two.leases().find(watched.key())).isPresent();
        for (int i = 0; i < 3; i++) {
            servers.start(i);
        }
        Patience.until("both are back", () -> one.isHere() && two.isHere());
        settle(watched.key(), new Lease("after", 3), watched.revision());
        watched.await(new Lease("after", 3));
    }

    /// Writes as the cluster does: until there is an answer, and reading what became of it.
    private long settle(String key, Lease wanted, long expected) {
        long[] revision = {0};
        Patience.until(key + " is " + wanted, () -> {
            switch (answer(one.leases().write(key, wanted, expected))) {
                case Written.Done<Lease>(long made) -> revision[0] = made;
                case Written.Outrun<Lease>(var now) -> {
                    assertThat(now.map(Table.Held::value)).contains(wanted);
                    revision[0] = now.orElseThrow().revision();
                }
                case Written.Away<Lease> _ -> {
                    return false;
                }
            }
            return true;
        });
        return revision[0];
    }
}
