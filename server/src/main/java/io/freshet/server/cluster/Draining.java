package io.freshet.server.cluster;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.Leading.Claimed;
import io.freshet.cluster.Routing;
import io.freshet.coordination.NodeState;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.Streams;
import io.freshet.live.relay.TrialName;
import io.freshet.live.session.Peer;
import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// Sends away who is here when this node takes nobody new any more.
///
/// Standbys take over first, by themselves. Then publishers are asked to go, then viewers, some at
/// a time, as long as another node takes them. Who is still here at the end is put out. A node that
/// was evicted puts everybody out at once.
///
/// Threading: shared; one virtual thread for each time that it drains.
final class Draining {

    private static final System.Logger LOG = System.getLogger(Draining.class.getName());
    /// A standby needs less to take over; then nobody notices that its leader's publisher goes.
    private static final long HANDOVER_MS = 1_000;
    private static final long STEP_MS = 250;
    /// Viewers go over two seconds: where they go, streams may have to be fetched first.
    private static final int STEPS = 8;

    private final Cluster cluster;
    private final String self;
    private final Streams streams;
    private final Sessions sessions;
    private final ToIntFunction<StreamKey> readers;
    private final Duration patience;
    private final Consumer<Boolean> hasten;
    private volatile NodeState state = NodeState.READY;
    private volatile CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

    /// What is here.
    ///
    /// @param readers  how many nodes read a stream from this one
    /// @param patience after which time those who are left are put out
    /// @param hasten   told whether to fetch no more at once what nobody watches
    record Here(Streams streams, Sessions sessions, ToIntFunction<StreamKey> readers,
            Duration patience, Consumer<Boolean> hasten) {
    }

    Draining(Cluster cluster, String self, Here here) {
        this.cluster = cluster;
        this.self = self;
        this.streams = here.streams();
        this.sessions = here.sessions();
        this.readers = here.readers();
        this.patience = here.patience();
        this.hasten = here.hasten();
    }

    /// This node is to be in that state; does not block.
    synchronized void state(NodeState next) {
        NodeState before = state;
        state = next;
        if (next.takesNew()) {
            hasten.accept(false);
        }
        if (next == NodeState.DRAINING && before != NodeState.DRAINING) {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            done = mine;
            Thread.ofVirtual().name("draining").start(() -> drain(mine));
        } else if (next == NodeState.EVICTED) {
            putOut("the node was taken out");
        }
    }

    /// The same as hearing that it is to drain, for one who cannot wait until that is heard.
    synchronized void begin() {
        if (state.takesNew()) {
            state(NodeState.DRAINING);
        }
    }

    /// Whether those who are here should go elsewhere.
    boolean isLeaving() {
        return !state.takesNew();
    }

    /// Waits until nobody is left, or those who were left have been put out.
    void await() throws InterruptedException {
        try {
            done.get(patience.toMillis() + 2 * HANDOVER_MS, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException
                late) {
            LOG.log(System.Logger.Level.WARNING, "draining did not end", late);
        }
    }

    private void drain(CompletableFuture<Void> mine) {
        try {
            LOG.log(System.Logger.Level.INFO, () -> "drains sessions=" + all().size());
            TimeUnit.MILLISECONDS.sleep(HANDOVER_MS);
            Set<StreamKey> asked = new HashSet<>();
            Set<String> moved = new HashSet<>();
            int share = Math.ceilDiv(viewers().size(), STEPS);
            for (long left = patience.toMillis(); left > 0 && state == NodeState.DRAINING
                    && !isEmpty(); left -= STEP_MS) {
                movePublishers(asked);
                moveViewers(moved, Math.max(1, share));
                TimeUnit.MILLISECONDS.sleep(STEP_MS);
            }
            if (state == NodeState.DRAINING) {
                putOut("the node is drained");
                hasten.accept(true);
                cluster.drained();
                LOG.log(System.Logger.Level.INFO, "drained");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            mine.complete(null);
        }
    }

    private boolean isEmpty() {
        return all().isEmpty() && streams.all().stream().allMatch(stream ->
                readers.applyAsInt(stream.key()) == 0);
    }

    private List<Session> all() {
        List<Session> all = new ArrayList<>();
        sessions.forEach(all::add);
        return all;
    }

    /// Those who watch over a connection; players of HLS go with the playlists that they ask for.
    private List<Session> viewers() {
        return all().stream().filter(session -> session.action() == Action.PLAY
                && session.protocol() != Protocol.HLS).toList();
    }

    private void movePublishers(Set<StreamKey> asked) {
        for (LiveStream stream : streams.all()) {
            Optional<URI> node = cluster.leading().elsewhere(stream.key())
                    .map(Claimed.Elsewhere::rtmp).filter(rtmp -> !rtmp.isEmpty()).map(URI::create);
            if (node.isPresent() && asked.add(stream.key())) {
                stream.ask(publisher -> publisher.onMoved(node.get()));
            }
        }
    }

    private void moveViewers(Set<String> moved, int share) {
        viewers().stream().filter(session -> !moved.contains(session.id())
                        && elsewhere(session.stream(), session.protocol(), session.peer())
                                .isPresent())
                .limit(share).forEach(session -> {
                    moved.add(session.id());
                    session.end(Sessions.MOVED);
                });
    }

    private void putOut(String reason) {
        all().forEach(session -> session.end(reason));
    }

    /// Asks `inner` as long as this node serves viewers; else names another node that does.
    StreamResolver behind(StreamResolver inner) {
        return (key, protocol, peer) -> {
            // What tries whether this node is well must find it here.
            if (state.takesNew() || TrialName.is(key)) {
                return inner.resolve(key, protocol, peer);
            }
            Optional<Resolution> other = elsewhere(key, protocol, peer).map(Redirect::new);
            return other.<CompletionStage<Resolution>>map(CompletableFuture::completedStage)
                    .orElseGet(() -> state == NodeState.EVICTED
                            ? CompletableFuture.completedStage(new Absent("this node is out"))
                            : inner.resolve(key, protocol, peer));
        };
    }

    private Optional<URI> elsewhere(StreamKey key, Protocol protocol, Peer peer) {
        return cluster.routing().route(Usher.wish(key, protocol, peer, Set.of(self))).stops()
                .stream().map(Routing.Stop::address).findFirst().map(URI::create);
    }
}
