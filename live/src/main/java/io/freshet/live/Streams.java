package io.freshet.live;

import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;

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
    private final LiveStream.Lifecycle lifecycle = new Announcing();
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

    /// Tells `listener` of everything from now on.
    public void listen(StreamEvents listener) {
        listeners.add(listener);
    }

    /// Lets a publisher in, and opens its stream if need be.
    ///
    /// @param loop the publisher's; a new stream lives on it
    /// @return completed on the stream's owner loop
    public CompletionStage<PublishOutcome> publish(StreamKey key, Publisher publisher, Loop loop) {
        return publish(key, publisher, loop, RETRIES);
    }

    private CompletionStage<PublishOutcome> publish(StreamKey key, Publisher publisher, Loop loop,
            int retries) {
        AppOptions options = apps.apply(key.app()).orElse(null);
        if (options == null) {
            return CompletableFuture.completedFuture(
                    new PublishOutcome.NotAllowed("no app named " + key.app()));
        }
        if (stopping) {
            return CompletableFuture.completedFuture(
                    new PublishOutcome.NotAllowed(STOPPING));
        }
        if (!streams.containsKey(key) && countOf(key.app()) >= options.streamsMax()) {
            return CompletableFuture.completedFuture(new PublishOutcome.NotAllowed(
                    "app " + key.app() + " has " + options.streamsMax() + " streams, its limit"));
        }
        LiveStream stream = streams.computeIfAbsent(key, _ -> new LiveStream(key, loop, options,
                clock, leaders.apply(key, options), lifecycle));
        return stream.publish(publisher).thenCompose(outcome ->
                outcome instanceof PublishOutcome.NotAllowed(String reason)
                        && reason.equals(ENDED) && retries > 0
                        ? publish(key, publisher, loop, retries - 1)
                        : CompletableFuture.completedFuture(outcome));
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

    /// Lets nobody in from now on, and asks every publisher to go elsewhere.
    public void stop() {
        stopping = true;
        for (LiveStream stream : all()) {
            stream.dismissAll(STOPPING);
        }
    }

    private final class Announcing implements LiveStream.Lifecycle {

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
        public void ended(LiveStream stream) {
            streams.remove(stream.key(), stream);
            listeners.forEach(listener -> listener.ended(stream));
        }
    }
}
