package io.freshet.net.http;

import io.freshet.net.NetLoop;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the connections of one server on one loop share: handler, options, date, and the look at
/// their deadlines, which costs one timer for all of them; and the bytes that many are sent.
///
/// Threading: confined to the loop.
final class HttpSite {
    /// Something with deadlines.
    interface Watched {
        /// Called a few times within each timeout.
        void look(long nowNs);

        /// What it holds for requests that are under way.
        default int held() {
            return 0;
        }
    }

    private static final long AGE_NS = 1_000_000_000L;

    /// The Date field, made once a second.
    ///
    /// Spec: RFC 9110, 5.6.7.
    ///
    /// Threading: confined to a loop.
    private static final class DateField {
        private static final DateTimeFormatter FORMAT = DateTimeFormatter
                .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

        private long second = Long.MIN_VALUE;
        private String text = "";

        String at(long epochMs) {
            long now = Math.floorDiv(epochMs, 1000);
            if (now != second) {
                second = now;
                text = FORMAT.format(Instant.ofEpochSecond(now));
            }
            return text;
        }
    }

    private final NetLoop loop;
    private HttpOptions options;
    private final HttpHandler handler;
    private final HttpCounts.Tally tally;
    private final DateField date = new DateField();
    private final HeadMemory heads = new HeadMemory();
    private final SharedBodies shared;
    private final Set<Watched> watched = new HashSet<>();
    private long lookEveryNs;
    private boolean looking;
    private long agedNs;

    HttpSite(NetLoop loop, HttpOptions options, HttpHandler handler, HttpCounts.Tally tally) {
        this.loop = loop;
        this.handler = handler;
        this.tally = tally;
        this.shared = new SharedBodies(loop.allocator(), options.sharedBytesMax());
        this.options = options;
        this.lookEveryNs = lookEveryNs(options);
    }

    private static long lookEveryNs(HttpOptions options) {
        long shortest = Math.min(options.headerTimeout().toNanos(),
                Math.min(options.idleTimeout().toNanos(), options.progressTimeout().toNanos()));
        return Math.clamp(shortest / 8, 5_000_000L, 1_000_000_000L);
    }

    void change(HttpOptions next) {
        options = next;
        lookEveryNs = lookEveryNs(next);
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

    HttpCounts.Tally tally() {
        return tally;
    }

    /// What many ask in the same words.
    HeadMemory heads() {
        return heads;
    }

    /// What many are sent.
    SharedBodies shared() {
        return shared;
    }

    /// Gives up what it keeps.
    void close() {
        shared.clear();
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

    /// What its connections hold for requests that are under way.
    int held() {
        int sum = 0;
        for (Watched one : watched) {
            sum += one.held();
        }
        return sum;
    }

    private void lookAtAll() {
        long nowNs = loop.nowNs();
        for (Watched one : List.copyOf(watched)) {
            one.look(nowNs);
        }
        if (nowNs - agedNs >= AGE_NS) {
            agedNs = nowNs;
            shared.age();
        }
        looking = !watched.isEmpty() || !shared.isEmpty();
        if (looking) {
            loop.schedule(this::lookAtAll, lookEveryNs);
        }
    }
}
