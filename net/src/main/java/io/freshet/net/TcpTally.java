package io.freshet.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Admits connections within the limits and counts them.
///
/// Threading: shared; atomic numbers, no lock.
final class TcpTally {
    private volatile TcpLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refusedTotal = new AtomicLong();
    private final AtomicLong refusedPerAddress = new AtomicLong();
    private final Map<CloseCause, AtomicLong> closed = new EnumMap<>(CloseCause.class);
    /// Only addresses with a connection are in it, so its size is bounded by the limit.
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    TcpTally(TcpLimits limits) {
        this.limits = limits;
        for (CloseCause cause : CloseCause.values()) {
            closed.put(cause, new AtomicLong());
        }
    }

    /// Others for newcomers; who is there stays.
    void limits(TcpLimits next) {
        limits = next;
    }

    /// Takes a place; the caller gives it back with `closed`.
    boolean admit(InetAddress peer) {
        return admitUnknown() && identify(peer);
    }

    /// Takes a place for one whose address is still to be said.
    boolean admitUnknown() {
        if (open.incrementAndGet() > limits.connectionsMax()) {
            open.decrementAndGet();
            refusedTotal.incrementAndGet();
            return false;
        }
        return true;
    }

    /// It is that address's; gives the place back if it has as many as it may.
    boolean identify(InetAddress peer) {
        int same = peer.isLoopbackAddress() ? 0
                : perAddress.merge(network(peer), 1, Integer::sum);
        if (same > limits.connectionsPerAddressMax()) {
            leave(peer);
            refusedPerAddress.incrementAndGet();
            return false;
        }
        accepted.incrementAndGet();
        return true;
    }

    /// Takes a place again that `identify` has given back, for a connection that is being closed.
    void replace() {
        open.incrementAndGet();
    }

    void closed(CloseCause cause, InetAddress peer) {
        count(cause).incrementAndGet();
        leave(peer);
    }

    private AtomicLong count(CloseCause cause) {
        return Objects.requireNonNull(closed.get(cause));
    }

    int open() {
        return open.get();
    }

    TcpCounts counts(TcpCounts.Transferred bytes) {
        Map<CloseCause, Long> causes = new EnumMap<>(CloseCause.class);
        closed.forEach((cause, count) -> {
            if (count.get() > 0) {
                causes.put(cause, count.get());
            }
        });
        TcpCounts.Refused refused =
                new TcpCounts.Refused(refusedTotal.get(), refusedPerAddress.get());
        return new TcpCounts(open.get(), accepted.get(), refused, bytes, Map.copyOf(causes));
    }

    private void leave(InetAddress peer) {
        perAddress.computeIfPresent(network(peer), (_, n) -> n > 1 ? n - 1 : null);
        open.decrementAndGet();
    }

    /// One household has a whole /64, so the lower half of an IPv6 address says nothing.
    static InetAddress network(InetAddress peer) {
        if (!(peer instanceof Inet6Address)) {
            return peer;
        }
        byte[] address = peer.getAddress();
        Arrays.fill(address, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("16 bytes are an address", impossible);
        }
    }
}
