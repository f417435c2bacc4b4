package io.freshet.tools.chaos;

import io.freshet.tools.chaos.Ways.Way;
import io.freshet.tools.load.Clip;
import io.freshet.tools.load.Encoder;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One stream by an encoder with two outputs, viewers of every protocol at every edge, one fault.
///
/// Threading: confined to its caller, who waits.
final class Show implements AutoCloseable {

    private static final String STREAM = "/live/chaos";
    private static final String LEADER = "origin-1";
    private static final String STANDBY = "origin-2";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Until playlists are whole windows.
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration BEFORE = Duration.ofSeconds(3);

    private final Ground ground;
    private final Consumer<String> say;
    private final LoadLoop loop;
    private final Hearing hearing = new Hearing();
    private final List<TokenReader> readers = new ArrayList<>();
    private Optional<Onlookers> opened = Optional.empty();
    private Optional<Claims> claims = Optional.empty();
    private final List<Encoder> encoders = new ArrayList<>();

    /// @param say hears how it goes
    Show(Ground ground, Consumer<String> say) throws IOException {
        this.ground = ground;
        this.say = say;
        this.loop = LoadLoop.start("chaos");
    }

    /// Plays it.
    ///
    /// @param away  for how long NATS is gone, if it is
    /// @param after for how long viewers watch behind the fault
    List<Account> play(Fault fault, Clip clip, Duration away, Duration after)
            throws IOException, InterruptedException {
        publish(clip);
        Onlookers onlookers = new Onlookers(loop, viewers());
        opened = Optional.of(onlookers);
        onlookers.come(PATIENCE);
        say.accept(onlookers.viewers().size() + " viewers at " + Ground.EDGES + " edges play");
        listen(fault);
        say.accept("watching for " + SETTLE.toSeconds() + " s before anything happens");
        TimeUnit.MILLISECONDS.sleep(SETTLE.toMillis());
        onlookers.begin();
        TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
        say.accept("now: " + fault.words());
        String told = fault.strike(ground, LEADER, encoders.getFirst(), away);
        if (!told.isEmpty()) {
            say.accept(told);
        }
        say.accept("watching for " + after.toSeconds() + " s");
        TimeUnit.MILLISECONDS.sleep(after.toMillis());
        if (fault.isWay() && ground.terrain() instanceof TwoSites sites) {
            say.accept(sites.crossed());
        }
        return onlookers.accounts();
    }

    /// Whom those heard who read from the nodes.
    Succession succession(Fault fault) {
        return hearing.succession(fault.leaders(), System.nanoTime());
    }

    /// Readers at the edges and at those that may lead: over a long way there is one copy, and what
    /// edges pass on says enough.
    private void listen(Fault fault) {
        for (Ground.Node node : ground.nodes()) {
            boolean origin = node.name().equals(LEADER) || node.name().equals(STANDBY);
            if (origin && !fault.isWay() || ground.edges().contains(node)) {
                readers.add(new TokenReader(loop, node, STREAM, ground.signature(), hearing));
            }
        }
        loop.execute(() -> readers.forEach(TokenReader::open));
        if (!fault.isWay()) {
            claims = Optional.of(Claims.start(ground, STREAM, hearing));
        }
    }

    /// As one encoder that pushes to two servers; the first one leads.
    private void publish(Clip clip) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        for (String name : List.of(LEADER, STANDBY)) {
            Ground.Node node = ground.node(name);
            Encoder encoder = new Encoder(loop, Target.parse("rtmp://" + node.lot().door()
                    + ":" + node.rtmp() + STREAM + "?key=" + ground.publishKey()), clip,
                    Duration.ofSeconds(1), beganNs);
            encoders.add(encoder);
            encoder.start();
            await(name, encoder);
        }
        say.accept("an encoder pushes to " + LEADER + " and " + STANDBY);
    }

    private void await(String name, Encoder encoder) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!encoder.isPublishing()) {
            if (System.nanoTime() > endNs) {
                throw new IOException("no publisher at " + name + " within "
                        + PATIENCE.toSeconds() + " s; logs are in " + ground.folder());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private List<Watching> viewers() {
        List<Watching> viewers = new ArrayList<>();
        for (int edge = 0; edge < Ground.EDGES; edge++) {
            String at = "@" + (edge + 1);
            viewers.add(new MediaViewer(loop, "flv" + at, ways("http", ".flv", edge), edge));
            viewers.add(new MediaViewer(loop, "ws-flv" + at, ways("ws", ".flv", edge), edge));
            viewers.add(new MediaViewer(loop, "rtmp" + at, ways("rtmp", "", edge), edge));
            viewers.add(new PlaylistViewer(loop, "hls" + at, ways("http", "/index.m3u8", edge),
                    false));
            viewers.add(new PlaylistViewer(loop, "ll-hls" + at,
                    ways("http", "/index.m3u8", edge), true));
        }
        return viewers;
    }

    private Ways ways(String scheme, String suffix, int first) {
        List<Way> all = new ArrayList<>();
        for (Ground.Node edge : ground.edges()) {
            all.add(new Way(edge.name(), Target.parse(scheme + "://" + edge.host() + ":"
                    + (scheme.equals("rtmp") ? edge.rtmp() : edge.http()) + STREAM + suffix)));
        }
        return new Ways(all, first);
    }

    @Override
    public void close() {
        claims.ifPresent(Claims::close);
        loop.execute(() -> readers.forEach(TokenReader::stop));
        opened.ifPresent(Onlookers::close);
        encoders.forEach(Encoder::stop);
        loop.close();
    }
}
