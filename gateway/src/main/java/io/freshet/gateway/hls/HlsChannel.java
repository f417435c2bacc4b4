package io.freshet.gateway.hls;

import io.freshet.live.Audience.Output;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.Loop;
import io.freshet.live.Loop.Cancellable;
import io.freshet.live.StreamReport;
import io.freshet.live.Subscription;
import io.freshet.live.packaging.HlsView;
import io.freshet.live.packaging.Packager;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.packaging.TsRenderer;
import io.freshet.live.session.Sessions;
import io.freshet.media.Clock;
import io.freshet.net.NetLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One stream's HLS, and those who wait for what comes next of it.
///
/// It dozes while nobody asks: its stream is packaged some seconds late then. Who asks wakes it.
///
/// Threading: `upToDate`, `view`, `awaitPlaylist`, `awaitMedia` and `viewers` from anywhere; all
/// else confined to the stream's owner loop.
final class HlsChannel {

    /// How often viewers are counted.
    private static final long SWEEP_NS = 2_000_000_000L;
    /// Longer than the slowest players leave between two requests: the longest segment is 10 s.
    private static final long DOZE_NS = 30_000_000_000L;
    /// Who asks more often than that need not write it down each time.
    private static final long ASKED_NS = 1_000_000_000L;
    /// How often those are looked for who have waited too long.
    private static final long LATE_NS = 250_000_000L;
    /// Requests held for one stream; one that comes on top is answered at once with what there is.
    private static final int WAITING_MAX = 100_000;
    /// Answered without a pause: a millisecond or two of work.
    private static final int TOGETHER = 64;

    private final LiveStream stream;
    private final PackagingOptions options;
    private LazyFeed feed;
    private volatile HlsView view;
    /// Whether `view` is kept up to date: since somebody has asked, and not too long ago.
    private volatile boolean awake;
    private volatile long askedNs;
    private @Nullable Subscription feeding;
    private final Clock clock;
    /// Who waits for a part, and who for a playlist. Parts leave first: a player that has asked
    /// for both can show the part at once, and what the playlist announces is not there yet.
    private final List<Waiting> forMedia = new ArrayList<>();
    private final List<Waiting> forPlaylists = new ArrayList<>();
    private final HlsViewers viewers;
    private @Nullable Cancellable sweeping;
    private int counted;
    private long toldMs;
    private boolean watching;
    private boolean closed;

    /// One held request.
    ///
    /// Threading: immutable.
    private static final class Waiting {
        final Predicate<HlsView> ready;
        final long untilNs;
        final Loop loop;
        final Consumer<HlsView> then;

        Waiting(Predicate<HlsView> ready, long untilNs, Loop loop, Consumer<HlsView> then) {
            this.ready = ready;
            this.untilNs = untilNs;
            this.loop = loop;
            this.then = then;
        }
    }

    /// Answers those of one loop, who all waited for the same, some at a time: meanwhile the loop
    /// serves its sockets, on which others wait, and the kernel's queue of what was sent and has
    /// come stays short.
    ///
    /// Threading: confined to the loop.
    private static final class Round implements Runnable {
        private final Loop loop;
        private final List<Waiting> due;
        private final HlsView view;
        private int next;

        Round(Loop loop, List<Waiting> due, HlsView view) {
            this.loop = loop;
            this.due = due;
            this.view = view;
        }

        @Override
        public void run() {
            int end = Math.min(next + TOGETHER, due.size());
            while (next < end) {
                due.get(next++).then.accept(view);
            }
            if (next < due.size()) {
                loop.executeAfterIo(this);
            }
        }
    }

    HlsChannel(LiveStream stream, PackagingOptions options, Clock clock, Sessions sessions) {
        this.clock = clock;
        this.viewers = new HlsViewers(sessions);
        this.stream = stream;
        this.options = options;
        this.view = HlsView.EMPTY;
        this.askedNs = clock.monotonicNs();
        this.feed = feed();
    }

    private LazyFeed feed() {
        return new LazyFeed(new Packager(options, TsRenderer.of(stream.key()), this::changed),
                awake);
    }

    /// Begins to package; on the owner loop.
    void open() {
        feeding = stream.subscribe(stream.owner(), feed);
        sweeping = stream.owner().schedule(this::sweep, SWEEP_NS);
    }

    /// Packages anew what there was, and goes on with what comes; players notice nothing.
    void rebuild() {
        stream.owner().run(() -> stream.replay(stream.owner(), OptionalLong.empty(), replay -> {
            if (closed) {
                return;
            }
            if (feeding != null) {
                feeding.cancel();
            }
            LazyFeed next = feed();
            feed = next;
            next.onSignals(replay.signals());
            next.skip(true);
            feeding = stream.subscribe(stream.owner(), next);
            next.skip(false);
            next.atOnce(awake);
        }));
    }

    LiveStream stream() {
        return stream;
    }

    /// Whether its stream has ended; what there was is served for a while.
    boolean isOver() {
        return stream.lastReport().state() == StreamReport.State.ENDED;
    }

    /// Goes on, on `loop`, when [#view] is up to date, and will be while there are questions.
    void upToDate(NetLoop loop, Runnable then) {
        long nowNs = loop.nowNs();
        if (nowNs - askedNs > ASKED_NS) {
            askedNs = nowNs;
        }
        if (awake) {
            then.run();
            return;
        }
        stream.owner().run(() -> {
            awaken();
            if (loop.inLoop()) {
                then.run();
            } else {
                loop.execute(then);
            }
        });
    }

    private void awaken() {
        if (!awake) {
            feed.atOnce(true);
            awake = true;
        }
    }

    private void dozeIfNobodyAsks(long nowNs) {
        if (awake && waiting() == 0 && nowNs - askedNs > DOZE_NS) {
            awake = false;
            feed.atOnce(false);
        }
    }

    /// What there is now.
    HlsView view() {
        return view;
    }

    private int waiting() {
        return forMedia.size() + forPlaylists.size();
    }

    /// Calls `then` on `loop` as soon as `ready`, or with what there is after `patienceNs`.
    void awaitPlaylist(Predicate<HlsView> ready, long patienceNs, Loop loop,
            Consumer<HlsView> then) {
        await(forPlaylists, ready, patienceNs, loop, then);
    }

    /// The same for a part or segment, which is answered before playlists are.
    void awaitMedia(Predicate<HlsView> ready, long patienceNs, Loop loop,
            Consumer<HlsView> then) {
        await(forMedia, ready, patienceNs, loop, then);
    }

    private void await(List<Waiting> among, Predicate<HlsView> ready, long patienceNs, Loop loop,
            Consumer<HlsView> then) {
        Loop owner = stream.owner();
        owner.run(() -> {
            awaken();
            HlsView now = view;
            if (closed || ready.test(now) || waiting() >= WAITING_MAX) {
                loop.run(() -> then.accept(now));
                return;
            }
            if (!watching) {
                watching = true;
                owner.schedule(this::letGoTheLate, LATE_NS);
            }
            among.add(new Waiting(ready, clock.monotonicNs() + patienceNs, loop, then));
        });
    }

    /// One timer for all: each time a thousand are answered, a thousand more would be cancelled.
    private void letGoTheLate() {
        long nowNs = clock.monotonicNs();
        answer(held -> nowNs - held.untilNs >= 0, view);
        watching = waiting() > 0;
        if (watching) {
            stream.owner().schedule(this::letGoTheLate, LATE_NS);
        }
    }

    private void changed(HlsView now) {
        view = now;
        // Made late for nobody, it says nothing about how late those are who watch.
        if (awake && !now.renditions().isEmpty()) {
            long newestMs = now.renditions().getFirst().newestMs();
            if (newestMs > toldMs) {
                toldMs = newestMs;
                // The oldest frame in it has waited for the whole of it.
                stream.audience().delivered(Output.HLS, Math.max(0,
                        clock.wallMs() - newestMs) * 1_000_000);
            }
        }
        answer(held -> held.ready.test(now), now);
    }

    private void answer(Predicate<Waiting> which, HlsView now) {
        if (waiting() == 0) {
            return;
        }
        Map<Loop, List<Waiting>> due = new HashMap<>();
        Predicate<Waiting> take = held -> which.test(held)
                && due.computeIfAbsent(held.loop, _ -> new ArrayList<>()).add(held);
        forMedia.removeIf(take);
        forPlaylists.removeIf(take);
        due.forEach((loop, those) -> loop.run(new Round(loop, those, now)));
    }

    /// Those who fetch segments.
    HlsViewers viewers() {
        return viewers;
    }

    private void sweep() {
        long nowNs = clock.monotonicNs();
        count(viewers.count(nowNs));
        dozeIfNobodyAsks(nowNs);
        if (!closed) {
            sweeping = stream.owner().schedule(this::sweep, SWEEP_NS);
        }
    }

    private void count(int now) {
        for (; counted < now; counted++) {
            stream.audience().joined(Protocol.HLS);
        }
        for (; counted > now; counted--) {
            stream.audience().left(Protocol.HLS);
        }
    }

    /// Lets everybody go who waits.
    void close() {
        stream.owner().run(() -> {
            closed = true;
            if (sweeping != null) {
                sweeping.cancel();
            }
            count(0);
            viewers.close("stream ended");
            answer(_ -> true, view);
        });
    }
}
