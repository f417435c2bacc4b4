package io.freshet.gateway.relay;

import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.PublishPlacement;
import io.freshet.live.StreamReport.State;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Here;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.Streams;
import io.freshet.live.relay.RelayEvents;
import io.freshet.live.relay.RelayPuller;
import io.freshet.live.relay.RelaySources;
import io.freshet.live.session.Peer;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.Loops;
import io.freshet.net.http.client.HttpClient;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;

/// Fetches streams from other nodes, and from servers of other makes: each once, for all who ask.
///
/// Threading: shared; each pull keeps to its own loop.
public final class RelayPulls implements RelayPuller, StreamResolver {

    private final Surroundings around;
    private final RelayOptions options;
    private final ConcurrentHashMap<StreamKey, RelayPull> pulls = new ConcurrentHashMap<>();
    private volatile boolean hasty;
    final LongAdder begun = new LongAdder();
    final LongAdder opened = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder gaps = new LongAdder();
    final LongAdder bytes = new LongAdder();

    /// What fetching needs.
    ///
    /// @param placement asked for streams of foreign servers, which this node leads
    /// @param readers   how many other nodes read a stream from this one: they need it, too
    public record Surroundings(Loops loops, Streams streams, HttpClient client, NodeSecret secret,
            RelaySources sources, RelayEvents events, PublishPlacement placement,
            ToIntFunction<StreamKey> readers, Clock clock) {
    }

    public RelayPulls(Surroundings around, RelayOptions options) {
        this.around = around;
        this.options = options;
    }

    Surroundings around() {
        return around;
    }

    /// From now on what nobody watches is fetched no more at once, without any idle time; what it
    /// has brought stays for a while. Or all is as usual again.
    public void hasten(boolean now) {
        hasty = now;
    }

    boolean isHasty() {
        return hasty;
    }

    long idleNs() {
        return hasty ? 0 : options.idleTime().toNanos();
    }

    RelayOptions options() {
        return options;
    }

    @Override
    public CompletionStage<Resolution> resolve(StreamKey key, Protocol protocol, Peer peer) {
        return pull(key);
    }

    @Override
    public CompletionStage<Resolution> pull(StreamKey key) {
        RelayPull running = pulls.get(key);
        Optional<LiveStream> here = around.streams().find(key);
        if (here.filter(RelayPulls::isLed).isPresent()) {
            return CompletableFuture.completedStage(new Here(here.get()));
        }
        // A leader's stream waits for its publisher here; one that is fetched has a pull.
        if (running == null && here.isPresent() && (here.get().standing().leads()
                || here.get().lastReport().state() == State.LIVE)) {
            return CompletableFuture.completedStage(new Here(here.get()));
        }
        if (running == null && around.sources().of(key).isEmpty()) {
            return CompletableFuture.completedStage(here.<Resolution>map(Here::new)
                    .orElseGet(() -> new Absent("stream " + key + " is not live")));
        }
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        find(key).ask(answer);
        return answer;
    }

    /// Whether a publisher of this node is on air or about to be, though a pull may not have ended.
    static boolean isLed(LiveStream stream) {
        return stream.standing().leads() && stream.lastReport().hasPublisher();
    }

    @Override
    public Hold hold(StreamKey key) {
        RelayPull pull = find(key);
        pull.hold(1);
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                pull.hold(-1);
            }
        };
    }

    @Override
    public void sourcesChanged(StreamKey key) {
        RelayPull running = pulls.get(key);
        if (running != null) {
            running.sourcesChanged();
        }
    }

    /// Whether what this node sends of a stream still comes from its leader.
    ///
    /// @param nowNs of any loop of the node
    public boolean isFed(StreamKey key, long nowNs) {
        RelayPull running = pulls.get(key);
        return running == null || running.isFed(nowNs);
    }

    private RelayPull find(StreamKey key) {
        return pulls.computeIfAbsent(key, _ -> {
            begun.increment();
            LiveLoop loop = new LiveLoop(around.loops().leastLoaded());
            RelayPull made = new RelayPull(key, loop, this);
            loop.execute(made::begin);
            return made;
        });
    }

    /// On the pull's loop: from here on another one may begin.
    void over(StreamKey key, RelayPull pull) {
        pulls.remove(key, pull);
    }

    /// Lets go of the source of a stream and fetches it anew, from the same or the next one.
    ///
    /// @return whether it is fetched at all
    public boolean reopen(StreamKey key) {
        RelayPull running = pulls.get(key);
        if (running != null) {
            running.reopen();
        }
        return running != null;
    }

    /// What fetching has come to so far.
    public RelayCounts counts() {
        return new RelayCounts(begun.sum(), opened.sum(), lost.sum(), gaps.sum(), bytes.sum(),
                pulls.size());
    }
}
