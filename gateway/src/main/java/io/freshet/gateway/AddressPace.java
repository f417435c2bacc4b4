package io.freshet.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/// How often each address may ask for something.
///
/// Addresses fall into cells; two that share one share its pace, so that memory is bounded and
/// nothing must be forgotten. This machine's own are not held up: a proxy stands for many.
///
/// Threading: shared, atomic.
final class AddressPace {

    private static final int CELLS = 4096;
    private static final long SECOND_NS = 1_000_000_000L;

    /// When each bucket will be empty again, ns since the first use.
    private final AtomicLongArray emptyNs = new AtomicLongArray(CELLS);
    private final long originNs;
    private final long costNs;
    private final int burst;

    /// @param perSecond how often in the long run, 1 or more
    /// @param burst     how often at once
    AddressPace(int perSecond, int burst, long nowNs) {
        this.costNs = SECOND_NS / perSecond;
        this.burst = burst;
        this.originNs = nowNs;
    }

    /// Whether that address may once more now.
    boolean lets(InetAddress from, long nowNs) {
        return from.isLoopbackAddress() || lets(cell(from), nowNs);
    }

    /// Whether all that share this pace may once more now; for one that is not by address.
    boolean letsAnybody(long nowNs) {
        return lets(0, nowNs);
    }

    /// Of IPv6 the half that names the network: one machine has all of the other half.
    private static int cell(InetAddress address) {
        byte[] bytes = address.getAddress();
        int hash = Arrays.hashCode(address instanceof Inet6Address
                ? Arrays.copyOf(bytes, 8) : bytes);
        return Math.floorMod(hash * 0x9E3779B9 >>> 8, CELLS);
    }

    private boolean lets(int cell, long nowNs) {
        long at = nowNs - originNs;
        long before = emptyNs.getAndUpdate(cell, empty ->
                hasRoom(empty - at) ? Math.max(empty, at) + costNs : empty);
        return hasRoom(before - at);
    }

    private boolean hasRoom(long filledNs) {
        return Math.max(filledNs, 0) + costNs <= costNs * burst;
    }
}
