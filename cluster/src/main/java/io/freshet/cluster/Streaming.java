package io.freshet.cluster;

import io.freshet.cluster.Leading.Claimed;
import io.freshet.cluster.lead.Judgement;
import io.freshet.cluster.lead.Leadership;
import io.freshet.cluster.lead.Publication;
import io.freshet.cluster.members.Member;
import io.freshet.cluster.route.Router;
import io.freshet.cluster.tree.Carriage;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The streams of this node: which it leads, and which it carries.
///
/// Threading: shared, guarded by the node's lock.
final class Streaming implements Leading {

    final Leadership leadership;
    final Judgement judgement;
    final Relaying relays;
    private final ClusterNode node;
    private final ClusterOptions options;
    private final Map<StreamKey, List<CompletableFuture<Claimed>>> asking = new HashMap<>();
    private final Map<StreamKey, Carriage> carriages = new HashMap<>();
    private long grants;

    Streaming(ClusterNode node, ClusterOptions options) {
        this.node = node;
        this.options = options;
        this.judgement = new Judgement() {
            @Override
            public boolean isGone(String other) {
                return node.members.isGone(other);
            }

            @Override
            public boolean hasLeft(String other) {
                return node.members.hasLeft(other);
            }

            @Override
            public NodeState state(String other) {
                return node.members.state(other);
            }
        };
        this.leadership = new Leadership(options.self().id(), judgement);
        this.relays = new Relaying(node, options, this);
    }

    @Override
    public CompletionStage<Claimed> claim(StreamKey key, String session) {
        CompletableFuture<Claimed> answer = new CompletableFuture<>();
        synchronized (node.lock) {
            Claimed elsewhere = placed(key);
            if (elsewhere != null) {
                node.tell(() -> answer.complete(elsewhere));
                return answer;
            }
            asking.computeIfAbsent(key, _ -> new ArrayList<>()).add(answer);
            node.execute(leadership.claim(key, new Publication(session, node.clock.wallMs()
                    + node.members.clockOffsetMs()), entryOf(key), node.clock.monotonicNs()));
            Carriage carried = carriages.get(key);
            if (carried != null && carried.parent() != null) {
                // Somebody watches it here: it comes in already, and is not opened anew.
                node.execute(leadership.lost(key, Loss.RECOVERED, node.clock.monotonicNs()));
            }
        }
        return answer;
    }

    private Optional<Held<StreamEntry>> entryOf(StreamKey key) {
        return node.engine.directory().find(key);
    }

    /// Where a publisher must go, if this node takes none.
    private @Nullable Claimed placed(StreamKey key) {
        NodeRecord self = node.self();
        boolean takes = self.is(Role.ORIGIN) && self.state().takesNew();
        if (takes || leadership.leads(key).isPresent()) {
            return null;
        }
        String leader = entryOf(key).map(held -> held.value().leader()).orElse("");
        return origin(other -> !other.id().equals(leader)).<Claimed>map(each -> each)
                .orElse(new Claimed.Refused("no node takes publishers now"));
    }

    @Override
    public Optional<Claimed.Elsewhere> elsewhere(StreamKey key) {
        synchronized (node.lock) {
            Optional<StreamEntry> entry = entryOf(key).map(Held::value);
            return origin(other -> entry.filter(each -> each.leader().equals(other.id())
                    || each.standbys().contains(other.id())).isPresent());
        }
    }

    /// The best other node that takes publishers.
    ///
    /// @param last those who are taken only if there are no others
    private Optional<Claimed.Elsewhere> origin(Predicate<Member> last) {
        NodeRecord self = node.self();
        Router uses = new Router();
        return node.members.all().stream()
                .filter(other -> !other.id().equals(self.id()) && other.record().is(Role.ORIGIN)
                        && other.record().state().takesNew() && other.load().hasRoom()
                        && !node.members.isGone(other.id()))
                .min(Comparator.comparing((Member other) -> last.test(other))
                        .thenComparing(other ->
                                !other.region().equals(self.place().region()))
                        .thenComparingDouble(uses::use).thenComparing(Member::id))
                .map(other -> new Claimed.Elsewhere(other.id(),
                        other.record().address("rtmp"), other.record().address("relay")));
    }

    /// Told by the rules.
    void answer(StreamKey key, Claimed claimed) {
        if (claimed instanceof Claimed.Leads) {
            leads(key);
        }
        List<CompletableFuture<Claimed>> waiting = asking.remove(key);
        if (waiting != null) {
            node.tell(() -> waiting.forEach(each -> each.complete(claimed)));
        }
    }

    void leads(StreamKey key) {
        carriage(key).lead();
    }

    /// The stream is led here no more, or carried no more.
    void leaves(StreamKey key) {
        Carriage carriage = carriages.get(key);
        if (carriage != null) {
            carriage.leave();
            dropped(key, carriage);
        }
    }

    /// This node serves nobody any more.
    void leaveAll() {
        carriages.forEach((key, carriage) -> {
            carriage.shut();
            dropped(key, carriage);
        });
    }

    /// Nobody needs to know of it any more.
    void forget(StreamKey key) {
        leaves(key);
        carriages.remove(key);
    }

    Carriage carriage(StreamKey key) {
        return carriages.computeIfAbsent(key, _ -> new Carriage(
                options.self().place().region(), options.tree(), () -> ++grants));
    }

    @Nullable Carriage carriageIfAny(StreamKey key) {
        return carriages.get(key);
    }

    void dropped(StreamKey key, Carriage carriage) {
        for (long grant : carriage.takeDropped()) {
            node.tell(() -> node.events().drop(key, grant));
        }
    }

    /// Time has passed.
    void tick(long nowNs) {
        carriages.forEach((key, carriage) -> {
            carriage.expire(nowNs);
            dropped(key, carriage);
        });
    }

    /// The directory has changed.
    void entry(StreamKey key) {
        relays.changed(key);
    }

    /// Whether anybody has become better to pull from.
    void search(long nowNs) {
        relays.search(nowNs);
    }

    @Override
    public void onAir(StreamKey key, long token) {
        synchronized (node.lock) {
            node.execute(leadership.onAir(key, token));
        }
    }

    @Override
    public void progress(StreamKey key, HighWater mark) {
        synchronized (node.lock) {
            node.execute(leadership.progress(key, mark, node.clock.monotonicNs()));
        }
    }

    @Override
    public void ended(StreamKey key) {
        synchronized (node.lock) {
            boolean led = leadership.leads(key).isPresent();
            node.execute(leadership.ended(key, node.clock.monotonicNs()));
            if (led) {
                forget(key);
            }
            List<CompletableFuture<Claimed>> waiting = asking.remove(key);
            if (waiting != null) {
                node.tell(() -> waiting.forEach(each -> each.complete(
                        new Claimed.Refused("the publisher has gone"))));
            }
        }
    }

    @Override
    public void left(StreamKey key) {
        synchronized (node.lock) {
            node.execute(leadership.left(key, node.clock.monotonicNs()));
        }
    }

    @Override
    public boolean standsBy(StreamKey key) {
        synchronized (node.lock) {
            return leadership.standsBy(key);
        }
    }

    @Override
    public void heard(StreamKey key, long token) {
        synchronized (node.lock) {
            Carriage carriage = carriages.get(key);
            if (carriage != null) {
                carriage.heard(token);
            }
            node.execute(leadership.heard(key, token, node.clock.monotonicNs()));
        }
    }

    @Override
    public void lost(StreamKey key, Loss how) {
        synchronized (node.lock) {
            node.execute(leadership.lost(key, how, node.clock.monotonicNs()));
        }
    }
}
