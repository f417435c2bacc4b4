package io.freshet.cluster;

import io.freshet.cluster.ClusterView.Health;
import io.freshet.cluster.members.Member;
import io.freshet.cluster.tree.Candidate;
import io.freshet.cluster.tree.Carriage;
import io.freshet.cluster.tree.Parents;
import io.freshet.cluster.tree.Search;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import io.freshet.media.StreamKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Streams between nodes, for those who pull and for those who are pulled from.
///
/// Threading: shared, guarded by the node's lock.
final class Relaying implements Relays {

    private final ClusterNode node;
    private final Streaming streaming;
    private final Parents parents;
    private final String self;
    private final String region;
    private final Map<StreamKey, Pulling> feeds = new HashMap<>();

    Relaying(ClusterNode node, ClusterOptions options, Streaming streaming) {
        this.node = node;
        this.streaming = streaming;
        this.self = options.self().id();
        this.region = options.self().place().region();
        this.parents = new Parents(self, region, options.tree());
    }

    @Override
    public Whereabouts find(StreamKey key) {
        synchronized (node.lock) {
            var led = streaming.leadership.leads(key);
            if (led.isPresent()) {
                return new Whereabouts.Led(led.getAsLong());
            }
        }
        return node.engine.directory().find(key)
                .filter(held -> held.value().isLed() && !held.value().leader().equals(self))
                .<Whereabouts>map(held -> new Whereabouts.Elsewhere(held.value().leader(),
                        held.value().tokenAt(held.revision())))
                .orElse(new Whereabouts.Nowhere());
    }

    @Override
    public List<Source> sources(StreamKey key) {
        synchronized (node.lock) {
            List<Member> nodes = node.members.all();
            return node.engine.directory().find(key).map(Held::value)
                    .map(entry -> parents.of(key, entry, nodes)).orElse(List.of()).stream()
                    .flatMap(candidate -> node.members.find(candidate.node()).stream()
                            .map(member -> new Source(member.id(),
                                    member.record().address("relay"),
                                    Map.of("node", self, "region", region),
                                    candidate.leader()))).toList();
        }
    }

    @Override
    public Optional<Carried> carried(StreamKey key) {
        synchronized (node.lock) {
            return Optional.ofNullable(streaming.carriageIfAny(key)).map(carriage -> {
                Candidate parent = carriage.parent();
                return new Carried(parent == null ? "" : parent.node(), carriage.level(),
                        streaming.leadership.leads(key).orElse(carriage.heard()));
            });
        }
    }

    @Override
    public boolean goesOn(StreamKey key) {
        synchronized (node.lock) {
            Carriage carriage = streaming.carriageIfAny(key);
            return carriage != null && node.engine.directory().find(key).filter(held -> {
                StreamEntry entry = held.value();
                boolean led = entry.isLed() && !entry.leader().equals(self)
                        && entry.tokenAt(held.revision()) > carriage.heard();
                return led || !entry.standbys().contains(self)
                        && entry.standbys().stream().anyMatch(this::isAlive);
            }).isPresent();
        }
    }

    private boolean isAlive(String other) {
        return node.members.find(other).filter(member -> member.health() == Health.ALIVE)
                .isPresent();
    }

    @Override
    public Feed feed(StreamKey key) {
        synchronized (node.lock) {
            Pulling made = new Pulling(key);
            feeds.put(key, made);
            return made;
        }
    }

    @Override
    public void asked(StreamKey key, Map<String, String> query) {
        Search.Plea plea = Search.Plea.parse(query);
        synchronized (node.lock) {
            // Only a leader minds: what came in there did not come in here.
            node.execute(streaming.leadership.heard(key, plea.token(),
                    node.clock.monotonicNs()));
            String lost = plea.lost();
            if (lost.isEmpty() || node.engine.directory().find(key).filter(held ->
                    held.value().leader().equals(lost)).isEmpty()) {
                return;
            }
            streaming.lost(key, Leading.Loss.ASKED);
            Carriage carriage = streaming.carriageIfAny(key);
            if (carriage != null && carriage.comesFrom(query.getOrDefault("node", ""))) {
                // Our own source says that nothing comes in there: then nothing comes in here.
                streaming.lost(key, Leading.Loss.RELAY);
            }
        }
    }

    @Override
    public Admission admit(StreamKey key, Map<String, String> query) {
        asked(key, query);
        Search.Plea plea = Search.Plea.parse(query);
        synchronized (node.lock) {
            Carriage carriage = streaming.carriageIfAny(key);
            if (carriage == null) {
                return new Admission.Refused("the stream is not carried here");
            }
            if (!node.self().state().takesNew() && streaming.leadership.leads(key).isEmpty()
                    || node.self().state() == NodeState.EVICTED) {
                return new Admission.Refused("this node takes nobody new");
            }
            Admission answer = carriage.admit(new Carriage.Wish(query.getOrDefault("node", ""),
                    query.getOrDefault("region", ""), plea.levelMax(), plea.instead()),
                    other -> !node.members.state(other).takesNew(), node.clock.monotonicNs());
            streaming.dropped(key, carriage);
            return answer;
        }
    }

    @Override
    public void released(StreamKey key, long grant) {
        synchronized (node.lock) {
            Carriage carriage = streaming.carriageIfAny(key);
            if (carriage != null) {
                carriage.released(grant);
            }
        }
    }

    /// The directory says something else of that stream; the lock is held.
    void changed(StreamKey key) {
        if (feeds.containsKey(key)) {
            node.tell(() -> node.events().sourcesChanged(key));
        }
    }

    /// Tells those for whom there is somebody better; the lock is held.
    void search(long nowNs) {
        feeds.forEach((key, feed) -> {
            if (feed.shouldAsk(nowNs)) {
                node.tell(() -> node.events().sourcesChanged(key));
            }
        });
    }

    /// One stream being pulled.
    private final class Pulling implements Feed {

        private final StreamKey key;
        private final Carriage carriage;
        private final Search search = new Search();
        private boolean over;

        Pulling(StreamKey key) {
            this.key = key;
            this.carriage = streaming.carriage(key);
        }

        private List<Candidate> candidates() {
            List<Member> nodes = node.members.all();
            return node.engine.directory().find(key).map(Held::value)
                    .map(entry -> parents.of(key, entry, nodes)).orElse(List.of());
        }

        private Optional<Search.Choice> choice(long nowNs) {
            return over ? Optional.empty() : search.next(candidates(), carriage,
                    this::isClosed, nowNs);
        }

        private boolean isClosed(Candidate candidate) {
            NodeState state = node.members.state(candidate.node());
            return candidate.leader() ? state == NodeState.EVICTED : !state.takesNew();
        }

        boolean shouldAsk(long nowNs) {
            Candidate now = carriage.parent();
            return choice(nowNs).filter(choice -> now == null
                    || !choice.source().node().equals(now.node())).isPresent();
        }

        @Override
        public Optional<Source> next() {
            synchronized (node.lock) {
                return choice(node.clock.monotonicNs()).flatMap(choice -> node.members
                        .find(choice.source().node()).map(member -> new Source(member.id(),
                                member.record().address("relay"), choice.plea().query(self, region),
                                choice.source().leader())));
            }
        }

        private Candidate candidate(Source source) {
            return candidate(source.node(), source.leader());
        }

        private Candidate candidate(String id, boolean leader) {
            return new Candidate(id, node.members.find(id).map(Member::region).orElse(region),
                    leader);
        }

        @Override
        public boolean opened(Source source, int level) {
            synchronized (node.lock) {
                Candidate from = candidate(source);
                boolean good = !over && carriage.fed(from, level);
                if (good) {
                    search.opened(from, node.clock.monotonicNs());
                } else {
                    search.failed(from, node.clock.monotonicNs());
                }
                streaming.dropped(key, carriage);
                return good;
            }
        }

        @Override
        public void redirected(Source source, String other) {
            synchronized (node.lock) {
                boolean leads = node.engine.directory().find(key).filter(held ->
                        held.value().leader().equals(other)).isPresent();
                search.redirected(candidate(source), candidate(other, leads),
                        node.clock.monotonicNs());
            }
        }

        @Override
        public void failed(Source source) {
            synchronized (node.lock) {
                Candidate now = carriage.parent();
                if (now != null && now.node().equals(source.node())) {
                    carriage.unfed(node.clock.monotonicNs());
                }
                search.failed(candidate(source), node.clock.monotonicNs());
            }
        }

        @Override
        public void close() {
            synchronized (node.lock) {
                over = true;
                @Nullable Pulling current = feeds.get(key);
                if (this.equals(current)) {
                    feeds.remove(key);
                    if (streaming.leadership.leads(key).isEmpty()) {
                        streaming.forget(key);
                    }
                }
            }
        }
    }
}
