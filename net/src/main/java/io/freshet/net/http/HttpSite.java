package io.freshet.net.http;

import io.freshet.net.NetLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the connections of one server on one loop share: handler, options, date, and the look at
/// their deadlines, which costs one timer for all of them.
///
/// Threading: confined to the loop.
final class HttpSite {
    /// Something with deadlines.
    interface Watched {
        /// Called a few times within each timeout.
        void look(long nowNs);
    }

    private final NetLoop loop;
    private final HttpOptions options;
    private final HttpHandler handler;
    private final HttpTally tally;
    private final HttpDate date = new HttpDate();
    private final Set<Watched> watched = new HashSet<>();
    private final long lookEveryNs;
    private boolean looking;

    HttpSite(NetLoop loop, HttpOptions options, HttpHandler handler, HttpTally tally) {
        this.loop = loop;
        this.options = options;
        this.handler = handler;
        this.tally = tally;
        long shortest = Math.min(options.headerTimeout().toNanos(),
                Math.min(options.idleTimeout().toNanos(), options.progressTimeout().toNanos()));
        this.lookEveryNs = Math.clamp(shortest / 8, 5_000_000L, 1_000_000_000L);
    }

    NetLoop loop() {
        return loop;
    }

    HttpOptions options() {
        return options;
    }

    HttpHandler handler() {
        return handler;
    }

    HttpTally tally() {
        return tally;
    }

    String date() {
        return date.at(loop.wallMs());
    }

    void watch(Watched one) {
        watched.add(one);
        if (!looking) {
            looking = true;
            loop.schedule(this::lookAtAll, lookEveryNs);
        }
    }

    void forget(Watched one) {
        watched.remove(one);
    }

    private void lookAtAll() {
        long nowNs = loop.nowNs();
        for (Watched one : List.copyOf(watched)) {
            one.look(nowNs);
        }
        looking = !watched.isEmpty();
        if (looking) {
            loop.schedule(this::lookAtAll, lookEveryNs);
        }
    }
}
