package io.freshet.cluster.members;

import io.freshet.cluster.ClusterEvents.Happening;
import io.freshet.cluster.ClusterView.Health;
import io.freshet.coordination.Heartbeat;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who is heard of, and who has been silent for so long that others may act.
///
/// Nobody is judged while the engine is away or has just come back, nor while our own heartbeats do
/// not come back to us, nor while more than half of the nodes fall silent at once: then it is the
/// bus that is silent. After half a minute in which the bus brings our own beats and not theirs,
/// it is they after all.
///
/// Threading: confined to the caller.
public final class Membership {

    /// A node that is silent for that much less than the limit is falling silent as well: beats
    /// come a second apart.
    private static final long BEAT_NS = 1_000_000_000L;
    private static final long MASS_HOLD_NS = 30_000_000_000L;

    private final String self;
    private final long suspectNs;
    private final long graceNs;
    private final Map<String, Peer> peers = new TreeMap<>();
    private final Map<String, NodeState> wanted = new HashMap<>();
    private final MedianClock clocks;
    private boolean engineHere;
    private long backNs;
    private long massSinceNs = -1;
    /// As long as nothing has changed.
    private @Nullable List<Member> all;

    private static final class Peer {

        private @Nullable NodeRecord record;
        private NodeLoad load = NodeLoad.NONE;
        private long start;
        private long number;
        private boolean everHeard;
        private boolean suspect;
        /// When it was heard of, or when it could first have been.
        private long sinceNs;
    }

    /// @param self      this node's id
    /// @param suspectNs silence after which a node is suspected, ns
    /// @param graceNs   for so long nobody is judged after the engine came back, ns
    public Membership(String self, long suspectNs, long graceNs) {
        this.self = self;
        this.suspectNs = suspectNs;
        this.graceNs = graceNs;
        this.clocks = new MedianClock(self);
    }

    /// A node's record is there, or another one.
    public void record(NodeRecord record, long nowNs) {
        Peer peer = peer(record.id(), nowNs);
        NodeRecord before = peer.record;
        if (record.equals(before)) {
            return;
        }
        all = null;
        if (before == null || before.start() != record.start()) {
            peer.sinceNs = nowNs;
        }
        peer.record = record;
    }

    /// A node's record was removed.
    public void forget(String id) {
        peers.remove(id);
        all = null;
        clocks.forget(id);
    }

    /// Something is wanted of a node, from now on.
    public void order(NodeOrder order) {
        wanted.put(order.node(), order.wanted());
        all = null;
    }

    /// Nothing is wanted of a node any more.
    public void noOrder(String id) {
        wanted.remove(id);
        all = null;
    }

    /// The worse of its record and what is wanted of it; ready if nothing is known.
    public NodeState state(String id) {
        Peer peer = peers.get(id);
        NodeState own = peer == null || peer.record == null ? NodeState.READY
                : peer.record.state();
        return own.worse(wanted.getOrDefault(id, NodeState.READY));
    }

    private Peer peer(String id, long nowNs) {
        return peers.computeIfAbsent(id, _ -> {
            Peer made = new Peer();
            made.sinceNs = nowNs;
            return made;
        });
    }

    /// A heartbeat came; one that is older than the last is passed over.
    ///
    /// @param wallMs this node's wall clock
    public List<Happening> heard(Heartbeat beat, long nowNs, long wallMs) {
        Peer peer = peer(beat.node(), nowNs);
        boolean newer = beat.start() > peer.start
                || beat.start() == peer.start && beat.number() > peer.number;
        if (!newer) {
            return List.of();
        }
        all = null;
        peer.start = beat.start();
        peer.number = beat.number();
        peer.load = beat.load();
        peer.sinceNs = nowNs;
        peer.everHeard = true;
        List<Happening> said = new ArrayList<>();
        if (peer.suspect) {
            peer.suspect = false;
            said.add(new Happening.Returned(beat.node()));
        }
        said.addAll(clocks.heard(beat.node(), beat.wallMs() - wallMs));
        return said;
    }

    /// The engine can be reached, and all its records are known; or not.
    public void engine(boolean here, long nowNs) {
        if (here && !engineHere) {
            backNs = nowNs;
        }
        engineHere = here;
        massSinceNs = -1;
    }

    /// Time has passed: judges.
    public List<Happening> tick(long nowNs) {
        if (!canJudge(nowNs)) {
            massSinceNs = -1;
            return List.of();
        }
        List<String> silent = new ArrayList<>();
        int falling = 0;
        int trusted = 1;
        for (Map.Entry<String, Peer> each : peers.entrySet()) {
            Peer peer = each.getValue();
            if (each.getKey().equals(self) || peer.suspect || peer.record == null
                    || peer.record.state() == NodeState.STOPPED) {
                continue;
            }
            trusted++;
            long silence = nowNs - Math.max(peer.sinceNs, backNs);
            if (silence >= suspectNs) {
                silent.add(each.getKey());
            }
            if (silence >= suspectNs - BEAT_NS) {
                falling++;
            }
        }
        return silent.isEmpty() ? calm(falling, trusted) : judge(silent, falling, trusted, nowNs);
    }

    private List<Happening> calm(int falling, int trusted) {
        if (falling * 2 <= trusted) {
            massSinceNs = -1;
        }
        return List.of();
    }

    private List<Happening> judge(List<String> silent, int falling, int trusted, long nowNs) {
        if (falling * 2 > trusted) {
            if (massSinceNs < 0) {
                massSinceNs = nowNs;
                return List.of(new Happening.NobodyJudged(falling, trusted));
            }
            if (nowNs - massSinceNs < MASS_HOLD_NS) {
                return List.of();
            }
        }
        massSinceNs = -1;
        all = null;
        List<Happening> said = new ArrayList<>();
        for (String id : silent) {
            peer(id, nowNs).suspect = true;
            clocks.forget(id);
            said.add(new Happening.Suspected(id));
        }
        return said;
    }

    /// Whether silence means anything now.
    private boolean canJudge(long nowNs) {
        Peer own = peers.get(self);
        return engineHere && nowNs - backNs >= graceNs && own != null && own.everHeard
                && nowNs - own.sinceNs < suspectNs;
    }

    /// Whether others may do without it: it is suspected, or has left.
    public boolean isGone(String id) {
        Peer peer = peers.get(id);
        return peer != null && peer.suspect || hasLeft(id);
    }

    /// Whether it has no record, has stopped or was evicted: nothing is to be expected of it.
    ///
    /// As long as records may be unknown here, a node without one has not left.
    public boolean hasLeft(String id) {
        Peer peer = peers.get(id);
        return peer == null || peer.record == null ? engineHere
                : state(id).compareTo(NodeState.EVICTED) >= 0;
    }

    /// A node with a record.
    public Optional<Member> find(String id) {
        Peer peer = peers.get(id);
        return peer == null ? Optional.empty() : member(peer);
    }

    private Optional<Member> member(Peer peer) {
        return Optional.ofNullable(peer.record).map(record -> new Member(
                record.in(state(record.id())),
                peer.suspect ? Health.SUSPECT : peer.everHeard ? Health.ALIVE : Health.UNKNOWN,
                peer.load, peer.number));
    }

    /// All nodes with a record, by id.
    public List<Member> all() {
        List<Member> known = all;
        if (known == null) {
            known = peers.values().stream().flatMap(peer -> member(peer).stream()).toList();
            all = known;
        }
        return known;
    }

    /// Since it was heard of, ns; -1 if it never was.
    public long silenceNs(String id, long nowNs) {
        Peer peer = peers.get(id);
        return peer == null || !peer.everHeard ? -1 : nowNs - peer.sinceNs;
    }

    /// What to add to this node's wall clock to have the cluster's, ms.
    public long clockOffsetMs() {
        return clocks.medianMs();
    }

    /// How far a node's wall clock is ahead of this node's, ms.
    public long clockOffsetMs(String id) {
        return clocks.offsetMs(id);
    }
}
