package io.freshet.gateway;

import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.net.LoadListener;
import io.freshet.net.NetLoop;
import io.freshet.net.Pressure;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Lets new viewers in while their loop has room for them, so that those who are in are served in
/// time.
///
/// A full loop takes nobody. A busy one takes newcomers at a pace that its lag can follow. Those
/// who were let in stay, and publishers are never asked: a stream that cannot come back helps
/// nobody who watches it.
///
/// Threading: shared; `refusal` on the newcomer's loop, `changed` on the loop that changed.
public final class Admission implements LoadListener {

    /// Why a viewer was refused; few enough to be a label of a metric.
    public enum Reason {
        /// The loop is full.
        FULL,
        /// The loop is busy, and others came just before.
        PACE,
        /// The stream has as many viewers as its app allows.
        STREAM_MAX
    }

    private static final System.Logger LOG = System.getLogger(Admission.class.getName());
    private static final int RETRY_MIN_S = 2;
    private static final int RETRY_SPREAD_S = 9;
    /// Has no factor in common with the spread: one after the other takes every value.
    private static final int RETRY_STEP = 5;

    private final Map<NetLoop, Gate> gates = new ConcurrentHashMap<>();
    private final Map<Protocol, Map<Reason, LongAdder>> refused = new EnumMap<>(Protocol.class);
    private final AtomicInteger turn = new AtomicInteger();

    /// Nobody has asked yet.
    public Admission() {
        for (Protocol protocol : Protocol.values()) {
            Map<Reason, LongAdder> byReason = new EnumMap<>(Reason.class);
            for (Reason reason : Reason.values()) {
                byReason.put(reason, new LongAdder());
            }
            refused.put(protocol, byReason);
        }
    }

    /// One loop's.
    ///
    /// Threading: confined to the loop.
    private static final class Gate {
        private final Turnstile turnstile = new Turnstile();
        private long refused;
        private long fullSinceNs;
        private long refusedBefore;
    }

    /// Whether somebody who comes to `loop` now may watch; empty if so.
    public Optional<Refusal> refusal(NetLoop loop, LiveStream stream, Protocol protocol) {
        if (stream.isFull()) {
            return Optional.of(refuse(protocol, Reason.STREAM_MAX, "stream " + stream.key()
                    + " has as many viewers as it may have"));
        }
        Pressure pressure = loop.load().pressure();
        if (pressure == Pressure.NORMAL) {
            return Optional.empty();
        }
        Gate gate = gate(loop);
        if (pressure == Pressure.BUSY
                && gate.turnstile.lets(loop.connections(), loop.nowNs())) {
            return Optional.empty();
        }
        gate.refused++;
        Reason reason = pressure == Pressure.FULL ? Reason.FULL : Reason.PACE;
        return Optional.of(refuse(protocol, reason, "the server is full, try again later"));
    }

    private Refusal refuse(Protocol protocol, Reason reason, String words) {
        counter(protocol, reason).increment();
        int jitter = Math.floorMod(turn.getAndIncrement() * RETRY_STEP, RETRY_SPREAD_S);
        return new Refusal(words, RETRY_MIN_S + jitter);
    }

    private Gate gate(NetLoop loop) {
        return gates.computeIfAbsent(loop, _ -> new Gate());
    }

    private LongAdder counter(Protocol protocol, Reason reason) {
        Map<Reason, LongAdder> byReason = refused.get(protocol);
        LongAdder counter = byReason == null ? null : byReason.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + protocol + " " + reason);
        }
        return counter;
    }

    /// How many viewers were refused so far.
    public long refused(Protocol protocol, Reason reason) {
        return counter(protocol, reason).sum();
    }

    @Override
    public void changed(NetLoop loop, Pressure before) {
        Gate gate = gate(loop);
        Pressure now = loop.load().pressure();
        long nowNs = loop.nowNs();
        gate.turnstile.shut(nowNs);
        String figures = "loop=" + loop.index() + " lag=" + loop.load().lagNs() / 1_000_000
                + "ms connections=" + loop.connections();
        if (now == Pressure.FULL) {
            gate.fullSinceNs = nowNs;
            gate.refusedBefore = gate.refused;
            LOG.log(System.Logger.Level.WARNING, () -> "loop full, refuses new viewers " + figures);
        } else if (before == Pressure.FULL) {
            LOG.log(System.Logger.Level.INFO, () -> "loop takes viewers again " + figures
                    + " full-for=" + (nowNs - gate.fullSinceNs) / 1_000_000 + "ms refused="
                    + (gate.refused - gate.refusedBefore));
        } else {
            LOG.log(System.Logger.Level.DEBUG, () -> "loop "
                    + now.name().toLowerCase(Locale.ROOT) + " " + figures);
        }
    }
}
