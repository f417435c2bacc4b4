package io.freshet.gateway.relay;

import io.freshet.gateway.Admission;
import io.freshet.gateway.MediaHttp;
import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.PlayAccess;
import io.freshet.gateway.StreamFinder;
import io.freshet.gateway.demo.Clip;
import io.freshet.gateway.flv.FlvRoute;
import io.freshet.gateway.hls.HlsDesk;
import io.freshet.gateway.hls.HlsRoute;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.AppOptions;
import io.freshet.live.AppOptions.GopBounds;
import io.freshet.live.AppOptions.ViewerBounds;
import io.freshet.live.FlushInterval;
import io.freshet.live.Input;
import io.freshet.live.LiveStream;
import io.freshet.live.PublishOutcome;
import io.freshet.live.PublishPlacement;
import io.freshet.live.PublishPlacement.Placement;
import io.freshet.live.Publisher;
import io.freshet.live.StreamEvents;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.Streams;
import io.freshet.live.Subscriber;
import io.freshet.live.Takeover;
import io.freshet.live.packaging.Cutter;
import io.freshet.live.packaging.CutterStart;
import io.freshet.live.packaging.CutterStart.HighWater;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.relay.BacklogBounds;
import io.freshet.live.relay.RelayEvents;
import io.freshet.live.relay.RelaySource;
import io.freshet.live.relay.RelaySources;
import io.freshet.live.session.Sessions;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Timestamp;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.TcpClient;
import io.freshet.net.TcpOptions;
import io.freshet.net.http.HttpOptions;
import io.freshet.net.http.HttpServer;
import io.freshet.net.http.client.HttpClient;
import io.freshet.net.http.client.HttpClientOptions;
import io.freshet.testkit.RealClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A node as a cluster sees it: HTTP on a free port, a relay to whatever sources the test says.
///
/// Threading: any thread.
final class RelayNode implements AutoCloseable {

    static final StreamKey KEY = new StreamKey("live", "a");
    static final String SECRET = "a secret of all nodes of the test";
    static final Clip CLIP = clip();

    final Loops loops = Loops.open(1, Loops.AUTO);
    final Clock clock;
    final Streams streams;
    final List<RelaySource> sources = new CopyOnWriteArrayList<>();
    /// Whether there is a publisher elsewhere when the leader has no more of the stream.
    volatile boolean goesOn;
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Signal> sent = new CopyOnWriteArrayList<>();
    final RelayPulls pulls;
    final RelayRoute route;
    /// Where viewers are sent while this node is left.
    volatile Optional<URI> elsewhere = Optional.empty();
    final HttpServer http;
    private final ExecutorService rendering = Executors.newVirtualThreadPerTaskExecutor();
    private long pushedFrames;

    RelayNode() throws IOException {
        this(SECRET, new RealClock());
    }

    RelayNode(String secret, Clock clock) throws IOException {
        this(secret, clock, true, true);
    }

    /// @param watched   notes what is sent
    /// @param packaging makes HLS
    RelayNode(String secret, Clock clock, boolean watched, boolean packaging)
            throws IOException {
        this.clock = clock;
        AppOptions app = new AppOptions(FlushInterval.IMMEDIATE, Takeover.WHEN_SILENT, 4,
                Duration.ofSeconds(10), GopBounds.DEFAULT, ViewerBounds.DEFAULT, 1_000);
        streams = new Streams(clock, _ -> Optional.of(app), (key, _) -> new Cutter(
                PackagingOptions.DEFAULT, new CutterStart(key.toString(), 0, HighWater.NONE)));
        streams.keepBacklogs(_ -> BacklogBounds.of(PackagingOptions.DEFAULT));
        Sessions sessions = new Sessions(clock, 1);
        HlsDesk desk = new HlsDesk(_ -> packaging ? Optional.of(PackagingOptions.DEFAULT)
                : Optional.empty(), clock, sessions);
        streams.listen(desk);
        if (watched) {
            streams.listen(new Listening());
        }
        NodeSecret shared = new NodeSecret(secret);
        route = new RelayRoute(this::fetched, shared, RelayGate.OPEN, this::isFed, clock);
        TcpClient tcp = new TcpClient(loops, TcpOptions.DEFAULT);
        pulls = new RelayPulls(new RelayPulls.Surroundings(loops, streams,
                new HttpClient(tcp, tcp, HttpClientOptions.DEFAULT), shared, new Sources(),
                new Noting(), PublishPlacement.here(), route::readers, clock),
                RelayOptions.DEFAULT);
        Map<NetLoop, Fanouts> fanouts = loops.all().stream()
                .collect(Collectors.toMap(Function.identity(), Fanouts::new));
        PlayAccess access = new PlayAccess(
                _ -> CompletableFuture.completedFuture(Decision.ALLOWED), sessions);
        StreamFinder finder = new StreamFinder((key, protocol, peer) -> elsewhere
                .<CompletionStage<Resolution>>map(to ->
                        CompletableFuture.completedStage(new Redirect(to)))
                .orElseGet(() -> pulls.resolve(key, protocol, peer)), access.probes());
        http = HttpServer.bind(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TcpOptions.DEFAULT, HttpOptions.DEFAULT, new MediaHttp(List.of(route), List.of(
                        new FlvRoute(finder, access, new Admission(), loop ->
                                Optional.ofNullable(fanouts.get(loop)).orElseThrow()),
                        new HlsRoute(desk, finder, access, new Admission(), rendering)
                                .steered(() -> elsewhere.isPresent()))));
    }

    private boolean isFed(StreamKey key, long nowNs) {
        return pulls.isFed(key, nowNs);
    }

    private CompletionStage<Resolution> fetched(StreamKey key) {
        return pulls.pull(key);
    }

    private static Clip clip() {
        try {
            return Clip.bundled();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Listening implements StreamEvents {

        @Override
        public void opened(LiveStream stream) {
            stream.subscribe(stream.owner(), new Subscriber() {
                @Override
                public void onSignals(List<Signal> batch) {
                    sent.addAll(batch);
                }

                @Override
                public void onEnd() {
                }
            });
        }

        @Override
        public void waiting(LiveStream stream, String reason) {
            events.add("waiting");
        }

        @Override
        public void ended(LiveStream stream) {
            events.add("ended");
        }
    }

    private final class Sources implements RelaySources {

        @Override
        public List<RelaySource> of(StreamKey key) {
            return sources;
        }

        @Override
        public boolean goesOn(StreamKey key) {
            return goesOn;
        }
    }

    private final class Noting implements RelayEvents {

        @Override
        public void lost(StreamKey key, RelaySource source, String reason) {
            events.add("lost " + source.node() + ": " + reason);
        }

        @Override
        public void opened(StreamKey key, RelaySource source, long token, boolean gap) {
            events.add("opened " + source.node() + " token=" + token + " gap=" + gap);
        }

        @Override
        public void tokenSeen(StreamKey key, long token) {
            events.add("token " + token);
        }

        @Override
        public void stopped(StreamKey key, String reason) {
            events.add("stopped: " + reason);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.address().getPort());
    }

    URI uri(String path) {
        return uri().resolve(path);
    }

    RelaySource source(String name) {
        return RelaySource.node(name, uri());
    }

    /// Lets an encoder in.
    Input publish(Placement placed) throws Exception {
        return publish(KEY, placed);
    }

    Input publish(StreamKey key, Placement placed) throws Exception {
        LiveLoop loop = new LiveLoop(loops.all().getFirst());
        PublishOutcome outcome = streams.publish(key, new Publisher() {
            @Override
            public String label() {
                return "encoder";
            }

            @Override
            public void onDismissed(String reason) {
            }
        }, loop, placed).toCompletableFuture().get(5, TimeUnit.SECONDS);
        if (outcome instanceof PublishOutcome.Accepted(Input input, _)) {
            input.push(new ArrayList<>(List.of(CLIP.tracks())));
            return input;
        }
        throw new AssertionError(outcome.toString());
    }

    /// The clip round and round, as fast as it goes, one batch a frame.
    void push(Input input, double seconds) {
        pushedFrames = push(input, pushedFrames, seconds);
    }

    static long push(Input input, long from, double seconds) {
        List<Frame> frames = CLIP.frames();
        long next = from;
        long startMs = at(next, frames);
        while (at(next, frames) - startMs < seconds * 1000) {
            Frame frame = frames.get((int) (next % frames.size()));
            long shift = Timestamp.rescale(next / frames.size() * CLIP.durationMs(), 1000,
                    frame.track().timescale());
            input.push(new ArrayList<>(List.of(frame.at(frame.dts() + shift,
                    frame.pts() + shift))));
            next++;
        }
        CompletableFuture<Boolean> there = new CompletableFuture<>();
        input.stream().owner().execute(() -> there.complete(true));
        there.join();
        return next;
    }

    private static long at(long index, List<Frame> frames) {
        return index / frames.size() * CLIP.durationMs()
                + frames.get((int) (index % frames.size())).dtsOn(1000);
    }

    /// Signals in words, so that those of two nodes can be compared.
    List<String> said() {
        return sent.stream().map(RelayNode::word).toList();
    }

    static String word(Signal signal) {
        return signal instanceof Frame frame ? frame.track().id() + " " + frame.dts() + " "
                + frame.pts() + " " + frame.flags() + " "
                + Bytes.wrap(frame.payload().toArray()).hashCode() : signal.toString();
    }

    @Override
    public void close() {
        http.close();
        rendering.shutdownNow();
        loops.close();
    }
}
