package io.freshet.control.audience;

import io.freshet.control.events.Event;
import io.freshet.control.events.Events;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.session.Session;
import io.freshet.live.session.SessionListener;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.address.Regions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Makes events of viewers who come and go, and counts where they come from.
///
/// A crowd is not told viewer by viewer: past a pace, how many came and went is one event of its
/// own.
///
/// Threading: called on event loops; `pace` guards itself, the rest is concurrent.
public final class ViewerHappenings implements SessionListener {

    private static final long CROWD_MS = 10_000;

    private final Events events;
    private final Clock clock;
    private final Pace pace;
    private final AtomicLong crowdIn = new AtomicLong();
    private final AtomicLong crowdOut = new AtomicLong();
    private final Map<String, String> regionOf = new ConcurrentHashMap<>();
    private final Map<StreamKey, Map<String, AtomicLong>> byRegion = new ConcurrentHashMap<>();
    private volatile Supplier<Regions> regions = () -> Regions.NONE;
    private volatile long crowdToldMs;

    public ViewerHappenings(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
        this.pace = new Pace(clock.monotonicNs());
        this.crowdToldMs = clock.wallMs();
    }

    /// Asks for the regions there, each time.
    public void regions(Supplier<Regions> named) {
        regions = named;
    }

    @Override
    public void opened(Session session) {
        if (session.action() != Action.PLAY) {
            return;
        }
        String region = regions.get().of(session.peer().address());
        count(session.stream(), region, 1);
        regionOf.put(session.id(), region);
        if (pace.lets(clock.monotonicNs())) {
            events.happened(Event.of("viewer.in", session.stream(),
                    "session", session.id(),
                    "protocol", Tallies.word(session.protocol()),
                    "remote", session.peer().address(),
                    "region", region,
                    "userAgent", session.peer().userAgent(),
                    "user", session.terms().user()));
        } else {
            crowdIn.incrementAndGet();
        }
    }

    @Override
    public void closed(Session session, String reason) {
        if (session.action() != Action.PLAY) {
            return;
        }
        // Not looked up again: the ranges may be others now.
        String region = regionOf.remove(session.id());
        if (region != null) {
            count(session.stream(), region, -1);
        }
        if (pace.lets(clock.monotonicNs())) {
            events.happened(Event.of("viewer.out", session.stream(),
                    "session", session.id(),
                    "protocol", Tallies.word(session.protocol()),
                    "remote", session.peer().address(),
                    "reason", reason,
                    "durationMs", Long.toString(clock.wallMs() - session.openedWallMs()),
                    "bytes", Long.toString(session.bytes())));
        } else {
            crowdOut.incrementAndGet();
        }
    }

    private void count(StreamKey stream, String region, int more) {
        byRegion.compute(stream, (_, before) -> {
            Map<String, AtomicLong> counts = before == null ? new ConcurrentHashMap<>() : before;
            counts.computeIfAbsent(region, _ -> new AtomicLong()).addAndGet(more);
            return counts.values().stream().allMatch(each -> each.get() <= 0) ? null : counts;
        });
    }

    /// Tells of a crowd; once a second.
    public void tick() {
        long nowMs = clock.wallMs();
        if (nowMs - crowdToldMs < CROWD_MS) {
            return;
        }
        crowdToldMs = nowMs;
        long in = crowdIn.getAndSet(0);
        long out = crowdOut.getAndSet(0);
        if (in + out > 0) {
            events.happened(Event.of("viewer.crowd", "in", Long.toString(in),
                    "out", Long.toString(out)));
        }
    }

    /// Sessions of viewers by region: of a stream, an app, or all.
    Map<String, Long> byRegion(AudienceKey key) {
        Map<String, Long> sums = new TreeMap<>();
        byRegion.forEach((stream, counts) -> {
            boolean wanted = (key.app().isEmpty() || key.app().equals(stream.app()))
                    && (key.stream().isEmpty() || key.stream().equals(stream.name()));
            if (wanted) {
                new HashMap<>(counts).forEach((region, count) ->
                        sums.merge(region, Math.max(0, count.get()), Long::sum));
            }
        });
        sums.values().removeIf(count -> count == 0);
        return sums;
    }

    /// So many in a second are told one by one, and as many at once as come with a school class.
    private static final class Pace {
        private static final double PER_SECOND = 20;
        private static final double BURST = 100;

        private double room = BURST;
        private long atNs;

        Pace(long nowNs) {
            atNs = nowNs;
        }

        synchronized boolean lets(long nowNs) {
            room = Math.min(BURST, room + (nowNs - atNs) / 1e9 * PER_SECOND);
            atNs = nowNs;
            if (room < 1) {
                return false;
            }
            room--;
            return true;
        }
    }
}
