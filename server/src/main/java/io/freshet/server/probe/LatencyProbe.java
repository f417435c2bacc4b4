package io.freshet.server.probe;

import io.freshet.control.quality.Probed;
import io.freshet.gateway.ProbeGrants;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.live.Subscription;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.client.HttpClient;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Watches a few streams at a time over the node's own port, each for some seconds, and tells how
/// late they are for viewers.
///
/// It is asked which ones, once a second; while there are none it does nothing else.
///
/// Threading: one virtual thread of its own; what watches is confined to its loop.
public final class LatencyProbe implements AutoCloseable {

    private static final long LOOK_MS = 1_000;
    /// Some hundred frames, and a handful of parts.
    private static final long TURN_NS = 4_000_000_000L;
    private static final int NAME_BITS = 160;

    private final Surroundings around;
    private final ProbePlan plan = new ProbePlan();
    private final Thread thread;

    /// What it works with.
    ///
    /// @param port   where the node serves viewers, without path
    /// @param client that trusts this port
    /// @param random for the names of grants: not one that others can foresee
    public record Surroundings(URI port, HttpClient client, Loops loops, Streams streams,
            ProbeGrants grants, Clock clock, SecureRandom random) {
    }

    private LatencyProbe(Surroundings around, Supplier<List<StreamKey>> wanted,
            BiConsumer<StreamKey, Probed> told) {
        this.around = around;
        this.thread = Thread.ofVirtual().name("latency probe").start(() -> run(wanted, told));
    }

    /// Begins.
    ///
    /// @param wanted which streams are to be watched now
    /// @param told   what was found, at the end of each turn that found anything
    public static LatencyProbe start(Surroundings around, Supplier<List<StreamKey>> wanted,
            BiConsumer<StreamKey, Probed> told) {
        return new LatencyProbe(around, wanted, told);
    }

    private void run(Supplier<List<StreamKey>> wanted, BiConsumer<StreamKey, Probed> told) {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                for (StreamKey key : plan.next(wanted.get(), around.clock().monotonicNs())) {
                    around.streams().find(key).ifPresentOrElse(
                            stream -> new Turn(stream, told).begin(), () -> plan.over(key));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// One stream, watched for some seconds.
    ///
    /// Threading: confined to its loop, but for `begin`.
    private final class Turn {

        private final LiveStream stream;
        private final BiConsumer<StreamKey, Probed> told;
        private final NetLoop loop = around.loops().leastLoaded();
        private final Arrivals arrivals = new Arrivals(around.clock());
        private final Figures connection = new Figures();
        private final Figures playlist = new Figures();
        private final List<HttpClient.Call> calls = new ArrayList<>();
        private final HttpHeaders headers;
        private final ProbeGrants.Grant grant;
        private final Subscription subscription;
        private boolean over;

        Turn(LiveStream stream, BiConsumer<StreamKey, Probed> told) {
            this.stream = stream;
            this.told = told;
            String name = new BigInteger(NAME_BITS, around.random()).toString(36);
            this.headers = HttpHeaders.of(ProbeGrants.HEADER, name);
            this.grant = around.grants().open(stream.key(), name);
            this.subscription = stream.subscribe(stream.owner(), arrivals);
        }

        void begin() {
            loop.execute(() -> {
                URI base = around.port().resolve("/" + stream.key().app() + "/"
                        + stream.key().name());
                calls.add(around.client().get(loop, URI.create(base + ".flv"), headers,
                        new FlvListener(stream.originMs(), arrivals, connection,
                                around.clock())));
                new PlaylistReader(this::get, arrivals, playlist, around.clock())
                        .begin(URI.create(base + "/index.m3u8"));
                loop.schedule(this::end, TURN_NS);
            });
        }

        private void get(URI uri, Consumer<String> then) {
            if (!over) {
                calls.add(around.client().get(loop, uri, headers, new Fetched(then)));
            }
        }

        private void end() {
            over = true;
            calls.forEach(call -> call.cancel("watched for long enough"));
            stream.owner().run(subscription::cancel);
            grant.close();
            plan.over(stream.key());
            Probed found = new Probed(connection.medianMs(), playlist.medianMs(),
                    around.clock().wallMs());
            if (found.connectionMs() >= 0 || found.playlistMs() >= 0) {
                told.accept(stream.key(), found);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
