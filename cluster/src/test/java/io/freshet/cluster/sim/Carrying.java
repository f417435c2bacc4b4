package io.freshet.cluster.sim;

import io.freshet.cluster.Leading.Loss;
import io.freshet.cluster.Relays.Admission;
import io.freshet.cluster.tree.Candidate;
import io.freshet.cluster.tree.Carriage;
import io.freshet.cluster.tree.Parents;
import io.freshet.cluster.tree.Search;
import io.freshet.coordination.NodeState;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The streams that a node carries: pulls, and lets others pull.
///
/// Threading: confined to the test.
final class Carrying {

    /// A node that is asked for a stream which it has not got begins to pull it, and waits.
    private static final int WAITS = 20;

    final Set<StreamKey> watched = new LinkedHashSet<>();
    private final World world;
    private final SimNode node;
    private final Parents parents;
    private final Map<StreamKey, Pull> pulls = new LinkedHashMap<>();
    private final Map<StreamKey, Carriage> carriages = new LinkedHashMap<>();
    private final List<Link> served = new ArrayList<>();

    static final class Pull {

        /// When a frame last came.
        long reachedNs = -1;

        private final Search search = new Search();
        private @Nullable Link open;
        private @Nullable Link trying;
        /// Others want it from here until then.
        private long askedUntil;
    }

    Carrying(World world, SimNode node) {
        this.world = world;
        this.node = node;
        this.parents = new Parents(node.id(), node.region(), world.tree);
    }

    Carriage carriage(StreamKey key) {
        return carriages.computeIfAbsent(key, _ ->
                new Carriage(node.region(), world.tree));
    }

    Pull pull(StreamKey key) {
        return pulls.computeIfAbsent(key, _ -> new Pull());
    }

    /// The link that brings the stream in, if any.
    @Nullable Link source(StreamKey key) {
        Pull pull = pulls.get(key);
        return pull == null ? null : pull.open;
    }

    private boolean isLeading(StreamKey key) {
        return node.leadership.leads(key).isPresent();
    }

    private boolean isWanted(StreamKey key) {
        return !isLeading(key) && (watched.contains(key) || node.publishes(key)
                || pull(key).askedUntil > world.now() || !carriage(key).children().isEmpty());
    }

    void watch(StreamKey key, boolean now) {
        if (now ? watched.add(key) : watched.remove(key)) {
            ask(key);
        }
    }

    void changed(StreamKey key) {
        if (pulls.containsKey(key)) {
            ask(key);
        }
    }

    void tick(boolean all) {
        for (StreamKey key : List.copyOf(carriages.keySet())) {
            Carriage carriage = carriage(key);
            carriage.expire(world.now());
            drop(key, carriage);
            if (all || !carriage.isFed()) {
                ask(key);
            }
        }
        if (all) {
            // Those who stand by keep a relay open.
            world.streams.stream().filter(node::publishes).forEach(this::ask);
        }
    }

    void lead(StreamKey key) {
        carriage(key).lead();
        close(pull(key));
        pull(key).open = null;
    }

    void stepDown(StreamKey key) {
        Carriage carriage = carriage(key);
        carriage.leave();
        drop(key, carriage);
        ask(key);
    }

    private void drop(StreamKey key, Carriage carriage) {
        for (long grant : carriage.takeDropped()) {
            for (Link link : List.copyOf(served)) {
                if (link.grant == grant && link.key.equals(key)) {
                    closeServed(link);
                }
            }
        }
    }

    private void closeServed(Link link) {
        served.remove(link);
        link.serverOpen = false;
        world.invariants.touched(link.key);
        if (world.reaches(node, link.client)) {
            world.at(world.delay(), () -> link.client.run(link.clientLife,
                    () -> link.client.carrying.lost(link)));
        }
    }

    /// Asks the rules whom to pull from, and does it.
    void ask(StreamKey key) {
        Pull pull = pull(key);
        if (!isWanted(key)) {
            if (pull.open != null || pull.trying != null) {
                close(pull);
                if (!isLeading(key)) {
                    carriage(key).leave();
                    drop(key, carriage(key));
                }
            }
            return;
        }
        if (pull.trying != null) {
            return;
        }
        List<Candidate> candidates = node.directory(key).map(held -> parents.of(key,
                held.value(), node.members.all())).orElse(List.of());
        Optional<Search.Choice> choice = pull.search.next(candidates, carriage(key),
                this::isClosed, world.now());
        if (choice.isEmpty()) {
            world.trace(key, () -> node.id() + " has nobody to ask of " + candidates);
            node.execute(node.leadership.lost(key, Loss.RELAY, world.now()));
            return;
        }
        Candidate source = choice.get().source();
        Link open = pull.open;
        if (open == null || !open.source.node().equals(source.node())) {
            open(key, pull, choice.get());
        }
    }

    private boolean isClosed(Candidate candidate) {
        NodeState state = node.members.state(candidate.node());
        return candidate.leader() ? state == NodeState.EVICTED : !state.takesNew();
    }

    void leaveAll() {
        carriages.forEach((key, carriage) -> {
            carriage.shut();
            drop(key, carriage);
        });
    }

    private void open(StreamKey key, Pull pull, Search.Choice choice) {
        world.invariants.asks(key, node, world.node(choice.source().node()),
                choice.source().leader());
        SimNode server = world.node(choice.source().node());
        Link link = new Link(key, node, server, choice.source());
        pull.trying = link;
        world.trace(key, () -> node.id() + " asks " + choice);
        if (world.reaches(node, server)) {
            world.at(world.delay(), () -> server.run(link.serverLife, () ->
                    server.carrying.asked(link, choice, WAITS)));
        } else if (server.isDead()) {
            world.at(world.delay(), () -> node.run(link.clientLife, () -> failed(link)));
        }
        world.at(3 * World.SECOND, () -> node.run(link.clientLife, () -> {
            if (link.equals(pull.trying)) {
                failed(link);
            }
        }));
    }

    /// At the one who is pulled from.
    private void asked(Link link, Search.Choice choice, int waits) {
        StreamKey key = link.key;
        node.execute(node.leadership.heard(key, choice.plea().token(), world.now()));
        if (!choice.plea().lost().isEmpty() && node.directory(key).filter(held ->
                held.value().leader().equals(choice.plea().lost())).isPresent()) {
            node.execute(node.leadership.lost(key, Loss.ASKED, world.now()));
            if (carriage(key).comesFrom(link.client.id())) {
                node.execute(node.leadership.lost(key, Loss.RELAY, world.now()));
            }
        }
        if (!carriage(key).isFed() && waits > 0 && link.clientOpen) {
            pull(key).askedUntil = world.now() + 5 * World.SECOND;
            ask(key);
            world.at(100 * World.MS, () -> node.run(link.serverLife, () ->
                    asked(link, choice, waits - 1)));
            return;
        }
        Carriage carriage = carriage(key);
        NodeState own = node.members.state(node.id());
        boolean closed = !own.takesNew() && !isLeading(key) || own == NodeState.EVICTED;
        Admission answer = closed ? new Admission.Refused("it takes nobody new")
                : carriage.admit(new Carriage.Wish(link.client.id(), link.client.region(),
                choice.plea().levelMax(), choice.plea().instead()),
                other -> !node.members.state(other).takesNew(), world.now());
        if (answer instanceof Admission.Redirect(String other)
                && node.directory(key).filter(held -> held.value().leader().equals(other))
                .isEmpty()) {
            world.invariants.sent(node, world.node(other), "a relay of " + key);
        }
        drop(key, carriage);
        world.trace(key, () -> node.id() + " answers " + link.client.id() + " " + answer);
        if (answer instanceof Admission.Admitted(long grant, int _)) {
            link.grant = grant;
            link.serverOpen = true;
            served.add(link);
        }
        if (world.reaches(node, link.client)) {
            world.at(world.delay(), () -> link.client.run(link.clientLife,
                    () -> link.client.carrying.answered(link, answer)));
        }
    }

    private void answered(Link link, Admission answer) {
        Pull pull = pull(link.key);
        if (!link.equals(pull.trying)) {
            release(link);
            return;
        }
        pull.trying = null;
        world.invariants.touched(link.key);
        switch (answer) {
            case Admission.Admitted(long _, int level) -> {
                if (!isWanted(link.key) || !link.serverOpen
                        || !carriage(link.key).fed(link.source, level)) {
                    pull.search.failed(link.source, world.now());
                    release(link);
                    return;
                }
                drop(link.key, carriage(link.key));
                Link old = pull.open;
                pull.open = link;
                if (old != null) {
                    release(old);
                }
                pull.search.opened(link.source, world.now());
                node.execute(node.leadership.lost(link.key, Loss.RECOVERED, world.now()));
            }
            case Admission.Redirect(String other) -> {
                pull.search.redirected(link.source, new Candidate(other,
                        world.node(other).region(), node.directory(link.key).filter(held ->
                        held.value().leader().equals(other)).isPresent()), world.now());
                ask(link.key);
            }
            case Admission.Refused _ -> failed(link);
        }
    }

    /// The link brings nothing any more, or was closed from the other end.
    void lost(Link link) {
        world.trace(link.key, () -> node.id() + " lost " + link.server.id());
        Pull pull = pull(link.key);
        if (link.equals(pull.open)) {
            pull.open = null;
            carriage(link.key).unfed(world.now());
        }
        release(link);
        failed(link);
    }

    private void failed(Link link) {
        Pull pull = pull(link.key);
        if (link.equals(pull.trying)) {
            pull.trying = null;
            link.clientOpen = false;
        }
        pull.search.failed(link.source, world.now());
        if (pull.open == null) {
            node.execute(node.leadership.lost(link.key, Loss.RELAY, world.now()));
        }
        ask(link.key);
    }

    private void close(Pull pull) {
        Link open = pull.open;
        Link trying = pull.trying;
        pull.open = null;
        pull.trying = null;
        if (open != null) {
            release(open);
        }
        if (trying != null) {
            release(trying);
        }
    }

    private void release(Link link) {
        link.clientOpen = false;
        world.invariants.touched(link.key);
        if (world.reaches(node, link.server)) {
            world.at(world.delay(), () -> link.server.run(link.serverLife,
                    () -> link.server.carrying.released(link)));
        }
    }

    void released(Link link) {
        if (served.remove(link)) {
            link.serverOpen = false;
            carriage(link.key).released(link.grant);
        }
    }

    List<Link> served() {
        return List.copyOf(served);
    }

    List<Link> pulling() {
        return pulls.values().stream().filter(pull -> pull.open != null)
                .map(pull -> pull.open).toList();
    }
}
