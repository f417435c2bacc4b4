package io.freshet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.Leading.Claimed;
import io.freshet.cluster.Leading.Loss;
import io.freshet.cluster.Relays.Admission;
import io.freshet.cluster.Relays.Feed;
import io.freshet.cluster.Relays.Source;
import io.freshet.cluster.Relays.Whereabouts;
import io.freshet.cluster.Routing.Wish;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.coordination.memory.InMemoryConnection;
import io.freshet.coordination.memory.InMemoryEngine;
import io.freshet.media.StreamKey;
import io.freshet.net.address.Regions;
import io.freshet.testkit.Patience;
import io.freshet.testkit.RealClock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several nodes in one process, on the engine in memory.
final class ClusterNodeTest {

    private static final StreamKey CAM = new StreamKey("live", "cam");
    private static final long PATIENCE_S = 20;

    private final InMemoryEngine engine = new InMemoryEngine();
    private final Map<String, Rig> rigs = new HashMap<>();
    private volatile Regions regions = Regions.NONE;

    private static final class Rig implements ClusterEvents {

        private final InMemoryConnection connection;
        private final Cluster cluster;
        private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        private volatile NodeLoad load = NodeLoad.NONE;

        Rig(InMemoryConnection connection, NodeRecord self, Supplier<Regions> regions) {
            this.connection = connection;
            ClusterOptions standard = ClusterOptions.of(self);
            this.cluster = Cluster.open(new ClusterOptions(self, standard.suspectAfter(),
                    standard.grace(), standard.tree(), regions), connection, new RealClock(),
                    () -> load, this);
        }

        @Override
        public void lead(StreamKey key, long token, HighWater above) {
            told.add("lead");
        }

        @Override
        public void stepDown(StreamKey key, long token, String leader) {
            told.add("step down for " + leader);
        }

        @Override
        public void sourcesChanged(StreamKey key) {
        }

        @Override
        public void drop(StreamKey key, long grant) {
            told.add("drop " + grant);
        }

        @Override
        public void state(NodeState state) {
            told.add("is " + state.name().toLowerCase(Locale.ROOT));
        }

        void await(String what) {
            Patience.until(what, () -> told.contains(what));
        }
    }

    private Rig node(String id, String region, Role... roles) {
        Set<Role> all = EnumSet.noneOf(Role.class);
        all.addAll(roles.length == 0 ? EnumSet.allOf(Role.class) : List.of(roles));
        NodeRecord record = new NodeRecord(id, 1, all, new Place(region, ""),
                Map.of("relay", "http://" + id, "http", "http://" + id, "rtmp", "rtmp://" + id),
                new Capacity(100, 0), "test", NodeState.READY);
        Rig rig = new Rig(engine.connect(), record, () -> regions);
        rigs.put(id, rig);
        return rig;
    }

    private void waitForAll(int count) {
        rigs.forEach((id, rig) -> Patience.until(id + " knows all", () -> rig.cluster.view().nodes()
                .stream().filter(each -> each.health() == ClusterView.Health.ALIVE).count()
                == count));
    }

    /// The first of two leads the stream, and the other knows.
    private long leads(Rig leader, Rig other) {
        waitForAll(2);
        answer(leader.cluster.leading().claim(CAM, "s1"));
        Patience.until("the other knows", () -> other.cluster.relays().find(CAM)
                instanceof Whereabouts.Elsewhere
                // The view is made anew now and then, the directory is asked each time.
                && other.cluster.view().streams().containsKey(CAM));
        return other.cluster.view().streams().get(CAM).token();
    }

    @AfterEach
    void close() {
        rigs.values().forEach(rig -> {
            rig.cluster.close();
            rig.connection.close();
        });
    }

    @Test
    void aNodeUnderOrderObeysAndNobodyIsSentThere() {
        Rig a = node("a", "eu");
        Rig b = node("b", "eu");
        waitForAll(2);
        Set<String> both = Set.of("a", "b");
        assertThat(edges(a)).isEqualTo(both);
        answer(a.cluster.order(new NodeOrder("b", NodeState.DRAINING, "anna", "upgrade", 7)));
        Patience.until("a sends nobody there", () -> edges(a).equals(Set.of("a")));
        Patience.until("b obeys", () -> a.connection.nodes().find("b")
                .filter(held -> held.value().state() == NodeState.DRAINING).isPresent());
        b.await("is draining");
        assertThat(answer(b.cluster.leading().claim(CAM, "s1")))
                .isEqualTo(new Claimed.Elsewhere("a", "rtmp://a", "http://a"));
        assertThat(a.cluster.view().nodes().getLast().order().orElseThrow().by())
                .isEqualTo("anna");

        answer(b.cluster.order(new NodeOrder("b", NodeState.READY, "anna", "", 8)));
        Patience.until("b is back", () -> edges(a).equals(both)
                && a.connection.nodes().find("b").orElseThrow().value().state()
                == NodeState.READY);
    }

    @Test
    void whatANodeThatCannotAnswerLeadsIsTakenOverWhenItIsEvicted() {
        Rig a = node("a", "eu");
        Rig b = node("b", "eu");
        leads(a, b);
        answer(b.cluster.leading().claim(CAM, "s2"));
        a.connection.cut(true);
        answer(b.cluster.order(new NodeOrder("a", NodeState.EVICTED, "healing", "", 7)));
        b.await("lead");
        a.connection.cut(false);
        a.await("is evicted");
        a.await("step down for b");
    }

    private static Set<String> edges(Rig rig) {
        return rig.cluster.routing().edges("192.0.2.1").stream().map(Routing.Stop::node)
                .collect(Collectors.toSet());
    }

    @Test
    void theFirstLeadsTheSecondStandsByAndTakesOverWhenAnEdgeHasLostTheLeaderToo() {
        Rig a = node("a", "eu");
        Rig b = node("b", "eu");
        Rig edge = node("c", "eu", Role.EDGE);
        waitForAll(3);
        Claimed first = answer(a.cluster.leading().claim(CAM, "s1"));
        assertThat(first).isInstanceOf(Claimed.Leads.class);
        long token = ((Claimed.Leads) first).token();
        Patience.until("b knows", () -> b.cluster.relays().find(CAM).equals(
                new Whereabouts.Elsewhere("a", token)));
        assertThat(answer(b.cluster.leading().claim(CAM, "s2")))
                .isEqualTo(new Claimed.Standby("a", token));
        Patience.until("b is a standby", () -> b.cluster.view().streams().get(CAM).entry()
                .standbys().contains("b"));

        // The edge pulls from the leader, and is let in.
        Patience.until("the edge knows", () -> edge.cluster.view().streams().containsKey(CAM)
                && !edge.cluster.view().streams().get(CAM).entry().standbys().isEmpty());
        Feed feed = edge.cluster.relays().feed(CAM);
        Source source = feed.next().orElseThrow();
        assertThat(source.node()).isEqualTo("a");
        assertThat(source.address()).isEqualTo("http://a");
        Admission let = a.cluster.relays().admit(CAM, source.query());
        assertThat(let).isEqualTo(new Admission.Admitted(1, 1));
        assertThat(feed.opened(source, 1)).isTrue();
        edge.cluster.leading().heard(CAM, token);
        assertThat(edge.cluster.relays().goesOn(CAM)).as("b has a publisher").isTrue();

        // The leader brings nothing: the edge goes to the standby, which learns of it so.
        feed.failed(source);
        b.cluster.leading().lost(CAM, Loss.RELAY);
        Source next = feed.next().orElseThrow();
        assertThat(next.node()).isEqualTo("b");
        assertThat(next.query()).containsEntry("lost", "a");
        b.cluster.relays().asked(CAM, next.query());
        b.await("lead");
        a.await("step down for b");
        a.await("drop 1");
        assertThat(edge.cluster.relays().goesOn(CAM)).as("b leads").isTrue();
        edge.cluster.leading().heard(CAM, ((Whereabouts.Led) b.cluster.relays().find(CAM)).token());
        assertThat(edge.cluster.relays().goesOn(CAM)).as("it hears b, the only one").isFalse();
        assertThat(b.cluster.relays().admit(CAM, next.query()))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(((Whereabouts.Led) b.cluster.relays().find(CAM)).token()).isGreaterThan(token);
    }

    /// In a rolling upgrade an encoder came back to a node whose viewers had had it fetch the
    /// stream already; the leader drained, nobody took over, and the stream was over.
    @Test
    void aStandbyThatFollowedBeforeItsPublisherCameTakesOverFromALeaderThatDrains() {
        Rig a = node("a", "eu");
        Rig b = node("b", "eu");
        long token = leads(a, b);
        Feed feed = b.cluster.relays().feed(CAM);
        assertThat(feed.opened(feed.next().orElseThrow(), 1)).isTrue();
        answer(b.cluster.leading().claim(CAM, "s2"));
        Patience.until("b is a standby", () -> b.cluster.view().streams().get(CAM).entry()
                .standbys().contains("b"));
        b.cluster.leading().heard(CAM, token);
        assertThat(b.cluster.relays().goesOn(CAM)).as("it stands by itself").isFalse();
        answer(b.cluster.order(new NodeOrder("a", NodeState.DRAINING, "anna", "upgrade", 7)));
        b.await("lead");
    }

    @Test
    void aPublisherIsTakenWhileTheEngineIsAwayAndSettledWhenItIsBack() {
        Rig a = node("a", "eu");
        waitForAll(1);
        engine.away(true);
        Claimed claimed = answer(a.cluster.leading().claim(CAM, "s1"));
        assertThat(claimed).isInstanceOf(Claimed.Leads.class);
        engine.away(false);
        a.await("lead");
        Patience.until("it is in the directory", () -> a.cluster.view().streams().containsKey(CAM));
        assertThat(a.cluster.view().streams().get(CAM).token())
                .isGreaterThan(((Claimed.Leads) claimed).token());
        a.cluster.leading().ended(CAM);
        Patience.until("nobody leads it", () -> !a.cluster.view()
                .streams().get(CAM).entry().isLed());
    }

    @Test
    void aNodeThatTakesNoPublishersNamesOneThatDoes() {
        node("origin", "eu", Role.ORIGIN);
        Rig edge = node("edge", "us", Role.EDGE);
        waitForAll(2);
        assertThat(answer(edge.cluster.leading().claim(CAM, "s1")))
                .isEqualTo(new Claimed.Elsewhere("origin", "rtmp://origin", "http://origin"));
    }

    @Test
    void aStreamIsSentOnlyWhereThereIsRoom() {
        Rig a = node("a", "eu");
        Rig near = node("b", "eu");
        node("far", "us");
        waitForAll(3);
        assertThat(a.cluster.leading().elsewhere(CAM)).map(Claimed.Elsewhere::node).contains("b");
        near.load = new NodeLoad(10, 0, 0, 100, 0, 100);
        Patience.until("it is full", () -> a.cluster.leading().elsewhere(CAM)
                .filter(other -> other.node().equals("far")).isPresent());
        near.load = new NodeLoad(10, 0, 0, 99, 0, 99);
        Patience.until("it has room again", () -> a.cluster.leading().elsewhere(CAM)
                .filter(other -> other.node().equals("b")).isPresent());
    }

    @Test
    void viewersGoToAnEdgeOfTheirRegionThatTakesThem() {
        Rig a = node("a", "eu");
        Rig b = node("b", "us");
        waitForAll(2);
        Routing.Route route = a.cluster.routing().route(
                new Wish(CAM, "192.0.2.1", "http", Set.of()));
        assertThat(route.stops()).extracting(Routing.Stop::node).containsExactly("a", "b");
        assertThat(route.here()).isTrue();
        a.cluster.state(NodeState.DRAINING);
        Patience.until("all know", () -> edges(a).equals(Set.of("b"))
                && edges(b).equals(Set.of("b")));
        assertThat(b.cluster.routing().route(new Wish(CAM, "192.0.2.1", "http", Set.of("b")))
                .stops()).isEmpty();
    }

    @Test
    void aViewerGoesToTheRegionThatItsAddressIsInNow() {
        Rig a = node("a", "eu");
        node("b", "us");
        waitForAll(2);
        Wish wish = new Wish(CAM, "192.0.2.1", "http", Set.of());
        regions = Regions.of(List.of("us=192.0.2.0/24"));
        assertThat(a.cluster.routing().route(wish).stops().getFirst().node()).isEqualTo("b");
        assertThat(a.cluster.routing().edges("192.0.2.1").getFirst().node()).isEqualTo("b");
        regions = Regions.NONE.orElse(_ -> Optional.of("eu"));
        assertThat(a.cluster.routing().route(wish).stops().getFirst().node()).isEqualTo("a");
        regions = Regions.NONE;
        assertThat(a.cluster.routing().route(wish).stops().getFirst().node())
                .as("whom nobody knows is sent near the node that is asked").isEqualTo("a");
    }

    @Test
    void aPlainUrlIsAnsweredWhereTheViewerShouldWatch() {
        Rig origin = node("origin", "eu", Role.ORIGIN);
        Wish wish = new Wish(CAM, "192.0.2.1", "http", Set.of());
        waitForAll(1);
        assertThat(origin.cluster.routing().instead(wish)).as("there is no edge").isEmpty();
        Rig near = node("near", "eu", Role.EDGE);
        Rig far = node("far", "us", Role.EDGE);
        waitForAll(3);
        assertThat(origin.cluster.routing().instead(wish)).map(Routing.Stop::node)
                .contains("near");
        assertThat(near.cluster.routing().instead(wish)).isEmpty();
        assertThat(far.cluster.routing().instead(wish)).isEmpty();
        regions = Regions.of(List.of("us=192.0.2.0/24"));
        assertThat(near.cluster.routing().instead(wish)).map(Routing.Stop::address)
                .contains("http://far");
        regions = Regions.of(List.of("asia=192.0.2.0/24"));
        assertThat(near.cluster.routing().instead(wish)).as("none is nearer").isEmpty();
    }

    /// What it carries already costs its memory nothing more.
    @Test
    void anEdgeWithoutMemorySendsOnWhoWantsAStreamThatItLacks() {
        Rig full = node("full", "eu", Role.EDGE);
        Rig near = node("near", "eu", Role.EDGE);
        Rig far = node("far", "us", Role.EDGE);
        waitForAll(3);
        Wish wish = new Wish(CAM, "192.0.2.1", "http", Set.of());
        assertThat(full.cluster.routing().instead(wish)).isEmpty();
        full.load = new NodeLoad(10, 0, 0, 100, 0, 100);
        Patience.until("it is full", () -> full.cluster.routing().instead(wish)
                .map(Routing.Stop::node).equals(Optional.of("near")));
        near.load = full.load;
        Patience.until("so is the other", () -> full.cluster.routing().instead(wish)
                .map(Routing.Stop::node).equals(Optional.of("far")));
        far.load = full.load;
        Patience.until("all are", () -> full.cluster.routing().instead(wish).isEmpty());
    }

    @Test
    void aDutyGoesToTheOtherWhenItsHolderStops() {
        Rig a = node("a", "eu");
        waitForAll(1);
        a.cluster.duty("alerts", now -> a.told.add("a " + now));
        a.await("a true");
        Rig b = node("b", "eu");
        b.cluster.duty("alerts", now -> b.told.add("b " + now));
        waitForAll(2);
        assertThat(b.told).doesNotContain("b true");
        a.cluster.close();
        b.await("b true");
    }

    private static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }
}
