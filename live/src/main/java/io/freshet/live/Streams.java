package io.freshet.live;

import io.freshet.live.PublishPlacement.Placement;
import io.freshet.live.relay.BacklogBounds;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// The streams of this node.
///
/// Threading: shared; the map is concurrent, each stream keeps to its own loop.
public final class Streams {

    /// Said by a stream that ended between the look-up and the request.
    static final String ENDED = "stream has just ended";

    /// What publishers are told when the node stops: they may stay until the drain is over.
    public static final String STOPPING = "the server is stopping";

    /// A stream may end so often under a new publisher's hands before something is wrong.
    private static final int RETRIES = 3;

    private final Clock clock;
    private final Function<String, Optional<AppOptions>> apps;
    private final BiFunction<StreamKey, AppOptions, Leader> leaders;
    private final List<StreamEvents> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<StreamKey, LiveStream> streams = new ConcurrentHashMap<>();
    private final StreamEvents lifecycle = new Announcing();
    private volatile Function<String, Optional<BacklogBounds>> backlogs = _ -> Optional.empty();
    private volatile Supplier<Optional<String>> room = Optional::empty;
    private volatile boolean stopping;

    /// @param clock   the node's
    /// @param apps    the rules of an app, or nothing if there is no such app
    /// @param leaders makes the one who writes a stream's marks
    public Streams(Clock clock, Function<String, Optional<AppOptions>> apps,
            BiFunction<StreamKey, AppOptions, Leader> leaders) {
        this.clock = clock;
        this.apps = apps;
        this.leaders = leaders;
    }

    /// From now on streams keep what other nodes need to follow them; without this they keep
    /// nothing.
    ///
    /// @param bounds by app
    public void keepBacklogs(Function<String, BacklogBounds> bounds) {
        backlogs = app -> Optional.of(bounds.apply(app));
    }

    /// From now on no new stream is opened while there is no room for one.
    ///
    /// @param refusal why not, in words fit for the peer
    public void keepRoom(Supplier<Optional<String>> refusal) {
        room = refusal;
    }

    /// Tells `listener` of everything from now on.
    public void listen(StreamEvents listener) {
        listeners.add(listener);
    }

    /// Lets a publisher in, and opens its stream if need be.
    ///
    /// @param loop the publisher's; a new stream lives on it
    /// @return completed on the stream's owner loop
    public CompletionStage<PublishOutcome> publish(StreamKey key, Publisher publisher, Loop loop) {
        return publish(key, publisher, loop, new PublishPlacement.Here(0));
    }

    /// The same, in a cluster.
    ///
    /// @param placed where the publisher is to be: on air here, or held back
    public CompletionStage<PublishOutcome> publish(StreamKey key, Publisher publisher, Loop loop,
            Placement placed) {
        return switch (placed) {
            case PublishPlacement.Here _, PublishPlacement.Standby _ ->
                    publish(key, publisher, loop, placed, RETRIES);
            case PublishPlacement.Elsewhere(URI node) -> CompletableFuture.completedFuture(
                    new PublishOutcome.NotAllowed("publish to " + node));
            case PublishPlacement.Nowhere(String reason) -> CompletableFuture.completedFuture(
                    new PublishOutcome.NotAllowed(reason));
        };
    }

    private CompletionStage<PublishOutcome> publish(StreamKey key, Publisher publisher, Loop loop,
            Placement placed, int retries) {
        AppOptions options = apps.apply(key.app()).orElse(null);
        if (options == null) {
            return CompletableFuture.completedFuture(
                    new PublishOutcome.NotAllowed("no app named " + key.app()));
        }
        if (stopping) {
            return CompletableFuture.completedFuture(
                    new PublishOutcome.NotAllowed(STOPPING));
        }
        Optional<String> refusal = streams.containsKey(key) ? Optional.empty()
                : refusal(key.app(), options);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(
                    new PublishOutcome.NotAllowed(refusal.get()));
        }
        LiveStream stream = streams.computeIfAbsent(key, _ -> make(key, loop, options));
        return stream.publish(publisher, placed).thenCompose(outcome ->
                outcome instanceof PublishOutcome.NotAllowed(String reason)
                        && reason.equals(ENDED) && retries > 0
                        ? publish(key, publisher, loop, placed, retries - 1)
                        : CompletableFuture.completedFuture(outcome));
    }

    private Optional<String> refusal(String app, AppOptions options) {
        return countOf(app) < options.streamsMax() ? room.get() : Optional.of(
                "app " + app + " has " + options.streamsMax() + " streams, its limit");
    }

    private LiveStream make(StreamKey key, Loop loop, AppOptions options) {
        LiveStream stream = new LiveStream(key, loop, options, clock, leaders.apply(key, options),
                lifecycle);
        backlogs.apply(key.app()).ifPresent(stream::keepBacklog);
        return stream;
    }

    private long countOf(String app) {
        return streams.keySet().stream().filter(key -> key.app().equals(app)).count();
    }

    /// The stream at that address, if somebody publishes it or may come back.
    public Optional<LiveStream> find(StreamKey key) {
        return Optional.ofNullable(streams.get(key));
    }

    /// All streams, in no order.
    public Collection<LiveStream> all() {
        return List.copyOf(streams.values());
    }

    /// Has every stream go by the rules that its app has now; a stream whose app is gone keeps
    /// what it had until it ends.
    public void follow() {
        for (LiveStream stream : all()) {
            apps.apply(stream.key().app()).ifPresent(stream::follow);
        }
    }

    /// Lets nobody in from now on, and asks every publisher to go elsewhere.
    public void stop() {
        stopping = true;
        for (LiveStream stream : all()) {
            stream.ask(publisher -> publisher.onDismissed(STOPPING));
        }
    }

    private final class Announcing implements StreamEvents {

        @Override
        public void opened(LiveStream stream) {
            listeners.forEach(listener -> listener.opened(stream));
        }

        @Override
        public void onAir(LiveStream stream, String publisher) {
            listeners.forEach(listener -> listener.onAir(stream, publisher));
        }

        @Override
        public void waiting(LiveStream stream, String reason) {
            listeners.forEach(listener -> listener.waiting(stream, reason));
        }

        @Override
        public void frozen(LiveStream stream) {
            listeners.forEach(listener -> listener.frozen(stream));
        }

        @Override
        public void ended(LiveStream stream) {
            streams.remove(stream.key(), stream);
            listeners.forEach(listener -> listener.ended(stream));
        }
    }
}
