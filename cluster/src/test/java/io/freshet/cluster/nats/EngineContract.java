package io.freshet.cluster.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.coordination.Engine;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.Lease;
import io.freshet.coordination.Ledger;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Table;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Table.Watcher;
import io.freshet.coordination.Written;
import io.freshet.media.Bytes;
import io.freshet.media.StreamKey;
import io.freshet.testkit.Patience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every engine must do; one class for each runs it.
abstract class EngineContract {

    private static final long PATIENCE_S = 30;

    Engine one;
    Engine two;
    /// Keys of this test alone: servers are shared by all of them.
    private String mine;

    /// A connection of its own, which can be cut.
    abstract Engine connect();

    abstract void cut(Engine connection, boolean away);

    @BeforeEach
    void connectTwice() {
        mine = "k" + System.nanoTime();
        one = connect();
        two = connect();
        Patience.until("both are here", () -> one.isHere() && two.isHere());
    }

    @AfterEach
    void disconnect() {
        one.close();
        two.close();
    }

    @Test
    void aWriteSaysWhatItReplaces() {
        Table<String, Lease> table = one.leases();
        long first = revision(answer(table.write(mine, new Lease("a", 1), Table.ABSENT)));
        assertThat(answer(table.write(mine, new Lease("b", 1), Table.ABSENT)))
                .isEqualTo(new Written.Outrun<>(Optional.of(
                        new Held<>(new Lease("a", 1), first))));
        long second = revision(answer(table.write(mine, new Lease("b", 2), first)));
        assertThat(second).isGreaterThan(first);
        assertThat(answer(table.write(mine, new Lease("c", 3), first)))
                .isInstanceOf(Written.Outrun.class);
        assertThat(answer(table.remove(mine, first))).isInstanceOf(Written.Outrun.class);
        assertThat(answer(table.remove(mine, second))).isInstanceOf(Written.Done.class);
        assertThat(answer(table.write(mine, new Lease("d", 3), second)))
                .isEqualTo(new Written.Outrun<>(Optional.empty()));
    }

    @Test
    void revisionsGoOnGrowingOverARemoval() {
        Table<String, Lease> table = one.leases();
        long first = revision(answer(table.write(mine, new Lease("a", 1), Table.ABSENT)));
        answer(table.remove(mine, first));
        long second = revision(answer(table.write(mine, new Lease("a", 2), Table.ABSENT)));
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void ofManyWhoClaimOneWins() {
        List<CompletionStage<Written<Lease>>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Engine engine = i % 2 == 0 ? one : two;
            claims.add(engine.leases().write(mine, new Lease("n" + i, i), Table.ABSENT));
        }
        assertThat(claims.stream().map(EngineContract::answer)
                .filter(Written.Done.class::isInstance)).hasSize(1);
    }

    @Test
    void everybodySeesWhatOneWrites() {
        Recording<Lease> seen = new Recording<>();
        Subscription watching = two.leases().watch(seen);
        long revision = revision(answer(one.leases().write(mine, new Lease("a", 1), 0)));
        seen.await(mine, Optional.of(new Lease("a", 1)));
        assertThat(two.leases().find(mine)).contains(new Held<>(new Lease("a", 1), revision));
        answer(one.leases().remove(mine, revision));
        seen.await(mine, Optional.empty());
        assertThat(two.leases().all()).doesNotContainKey(mine);
        watching.close();
    }

    @Test
    void whoBeginsToWatchIsToldWhatIsThere() {
        long revision = revision(answer(one.leases().write(mine, new Lease("a", 1), 0)));
        answer(one.leases().write(mine, new Lease("a", 2), revision));
        Patience.until("two has it", () -> two.leases().find(mine).filter(held ->
                held.value().sinceMs() == 2).isPresent());
        Recording<Lease> seen = new Recording<>();
        two.leases().watch(seen);
        seen.await(mine, Optional.of(new Lease("a", 2)));
    }

    @Test
    void streamsOfAnyNameAreKept() {
        for (String name : List.of("cam", "school/room/cam.1", "..x", ".hidden", "a..b.", "A-_")) {
            StreamKey key = new StreamKey(mine, name);
            StreamEntry entry = new StreamEntry("node-1", 0, 3L << 16, "session " + name, 5, true,
                    new HighWater(900_000_000_000L, 2), List.of("node-2", "node-3"));
            long revision = revision(answer(one.directory().write(key, entry, Table.ABSENT)));
            Patience.until(name + " is seen", () -> two.directory().find(key)
                    .equals(Optional.of(new Held<>(entry, revision))));
        }
    }

    @Test
    void whatIsWantedOfANodeIsSeenByAllUntilItIsTakenBack() {
        NodeOrder order = new NodeOrder(mine, NodeState.DRAINING, "anna", "disk = 100 %\nfull", 9);
        long revision = revision(answer(one.orders().write(mine, order, Table.ABSENT)));
        Patience.until("two has it", () -> two.orders().find(mine)
                .equals(Optional.of(new Held<>(order, revision))));
        assertThat(answer(two.orders().write(mine, order, Table.ABSENT)))
                .isInstanceOf(Written.Outrun.class);
        answer(two.orders().remove(mine, revision));
        Patience.until("one has it no more", () -> one.orders().find(mine).isEmpty());
    }

    @Test
    void messagesReachAllWhoListen() throws InterruptedException {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(100);
        BlockingQueue<String> narrow = new ArrayBlockingQueue<>(100);
        two.bus().subscribe(mine + ".*", (subject, message) ->
                heard.add(subject + " " + message.at(0)));
        one.bus().subscribe(mine + ".x", (subject, message) -> narrow.add(subject));
        String first = null;
        // A subscription takes a moment to reach the other servers.
        for (int i = 0; i < 100 && first == null; i++) {
            one.bus().publish(mine + ".x", Bytes.ofHex("07"));
            one.bus().publish(mine + ".x.deep", Bytes.ofHex("08"));
            first = heard.poll(100, TimeUnit.MILLISECONDS);
        }
        assertThat(first).isEqualTo(mine + ".x 7");
        assertThat(narrow.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(mine + ".x");
        assertThat(heard).allMatch(each -> each.endsWith(" 7"));
    }

    @Test
    void aLineIsKeptOnce() {
        Bytes line = Bytes.ofHex("0102");
        Ledger.Noted first = answer(one.ledger().note(mine + "-1", line));
        assertThat(answer(two.ledger().note(mine + "-1", line))).isEqualTo(first);
        long number = ((Ledger.Noted.Kept) first).number();
        answer(one.ledger().note(mine + "-2", Bytes.ofHex("03")));
        Ledger.Lines lines = answer(two.ledger().after(number - 1, 2));
        assertThat(((Ledger.Lines.Known) lines).lines()).extracting(Ledger.Line::id)
                .containsExactly(mine + "-1", mine + "-2");
        assertThat(((Ledger.Lines.Known) lines).lines().getFirst().text()).isEqualTo(line);
    }

    @Test
    void oneWhoIsCutOffIsToldSoAndMissesNothing() {
        Map<Boolean, Integer> links = new ConcurrentHashMap<>();
        two.listen(here -> links.merge(here, 1, Integer::sum));
        Recording<Lease> seen = new Recording<>();
        two.leases().watch(seen);
        long stays = revision(answer(one.leases().write(mine + "-stays", new Lease("a", 1), 0)));
        long goes = revision(answer(one.leases().write(mine + "-goes", new Lease("a", 1), 0)));
        seen.await(mine + "-goes", Optional.of(new Lease("a", 1)));

        cut(two, true);
        Patience.until("it knows", () -> !two.isHere() && links.containsKey(false));
        assertThat(answer(two.leases().write(mine, new Lease("b", 1), 0)))
                .isInstanceOf(Written.Away.class);
        assertThat(answer(two.ledger().note(mine, Bytes.EMPTY)))
                .isInstanceOf(Ledger.Noted.Away.class);
        assertThat(two.leases().find(mine + "-stays")).isPresent();
        answer(one.leases().write(mine + "-stays", new Lease("b", 2), stays));
        answer(one.leases().remove(mine + "-goes", goes));
        answer(one.leases().write(mine + "-new", new Lease("c", 3), 0));

        cut(two, false);
        Patience.until("it is back", two::isHere);
        seen.await(mine + "-stays", Optional.of(new Lease("b", 2)));
        seen.await(mine + "-goes", Optional.empty());
        seen.await(mine + "-new", Optional.of(new Lease("c", 3)));
        assertThat(links).containsEntry(true, 2);
    }

    static <T> T answer(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        // Two requests of two seconds each, and a slow machine.
        return future.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    static <V> long revision(Written<V> written) {
        assertThat(written).isInstanceOf(Written.Done.class);
        return ((Written.Done<V>) written).revision();
    }

    /// What a watcher was told last.
    static final class Recording<V> implements Watcher<String, V> {

        private final Map<String, Optional<V>> last = new HashMap<>();

        @Override
        public synchronized void changed(String key, Held<V> held) {
            last.put(key, Optional.of(held.value()));
        }

        @Override
        public synchronized void gone(String key) {
            last.put(key, Optional.empty());
        }

        synchronized boolean said(String key, Optional<V> value) {
            return value.equals(last.get(key));
        }

        void await(String key, Optional<V> value) {
            Patience.until(key + " is " + value, () -> said(key, value));
        }
    }
}
