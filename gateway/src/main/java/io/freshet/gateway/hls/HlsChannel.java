package io.freshet.gateway.hls;

import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.Loop;
import io.freshet.live.Loop.Cancellable;
import io.freshet.live.packaging.HlsView;
import io.freshet.live.packaging.Packager;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.packaging.TsRenderer;
import io.freshet.media.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One stream's HLS, and those who wait for what comes next of it.
///
/// Threading: `view`, `await` and `viewers` from anywhere; all else confined to the stream's owner
/// loop.
final class HlsChannel {

    /// How often viewers are counted.
    private static final long SWEEP_NS = 2_000_000_000L;
    /// Requests held for one stream; one that comes on top is answered at once with what there is.
    private static final int WAITING_MAX = 100_000;

    private final LiveStream stream;
    private final Packager packager;
    private final Clock clock;
    private final List<Waiting> waiting = new ArrayList<>();
    private final HlsViewers viewers = new HlsViewers();
    private @Nullable Cancellable sweeping;
    private int counted;
    private boolean closed;

    /// One held request.
    private static final class Waiting {
        final Predicate<HlsView> ready;
        final Consumer<HlsView> then;
        @Nullable Cancellable timeout;

        Waiting(Predicate<HlsView> ready, Consumer<HlsView> then) {
            this.ready = ready;
            this.then = then;
        }
    }

    HlsChannel(LiveStream stream, PackagingOptions options, Clock clock) {
        this.clock = clock;
        this.stream = stream;
        this.packager = new Packager(options, TsRenderer.of(stream.key()), this::wake);
    }

    /// Begins to package; on the owner loop.
    void open() {
        stream.subscribe(stream.owner(), packager);
        sweeping = stream.owner().schedule(this::sweep, SWEEP_NS);
    }

    LiveStream stream() {
        return stream;
    }

    /// What there is now.
    HlsView view() {
        return packager.view();
    }

    /// Calls `then` on the owner loop as soon as `ready`, or with what there is after `patienceNs`.
    void await(Predicate<HlsView> ready, long patienceNs, Consumer<HlsView> then) {
        Loop loop = stream.owner();
        loop.run(() -> {
            HlsView now = packager.view();
            if (closed || ready.test(now) || waiting.size() >= WAITING_MAX) {
                then.accept(now);
                return;
            }
            Waiting held = new Waiting(ready, then);
            waiting.add(held);
            held.timeout = loop.schedule(() -> {
                if (waiting.remove(held)) {
                    then.accept(packager.view());
                }
            }, patienceNs);
        });
    }

    private void wake(HlsView now) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> due = new ArrayList<>();
        waiting.removeIf(held -> held.ready.test(now) && due.add(held));
        due.forEach(held -> answer(held, now));
    }

    private static void answer(Waiting held, HlsView now) {
        if (held.timeout != null) {
            held.timeout.cancel();
        }
        held.then.accept(now);
    }

    /// Those who fetch segments.
    HlsViewers viewers() {
        return viewers;
    }

    private void sweep() {
        count(viewers.count(clock.monotonicNs()));
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
            List<Waiting> last = List.copyOf(waiting);
            waiting.clear();
            last.forEach(held -> answer(held, packager.view()));
        });
    }
}
