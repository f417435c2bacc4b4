package io.freshet.gateway;

import java.net.InetAddress;

/// How often players may tell: each address at its own pace, and all together at another.
///
/// Threading: shared, atomic.
final class BeaconPace {

    static final int PER_ADDRESS_BURST = 120;
    static final int ALL_BURST = 10_000;
    /// A school behind one address: 300 players that tell every 10 s.
    private static final int PER_ADDRESS_S = 30;
    private static final int ALL_S = 5_000;

    private final AddressPace each;
    private final AddressPace all;

    BeaconPace(long nowNs) {
        each = new AddressPace(PER_ADDRESS_S, PER_ADDRESS_BURST, nowNs);
        all = new AddressPace(ALL_S, ALL_BURST, nowNs);
    }

    /// Whether one more beacon is taken now.
    boolean lets(InetAddress from, long nowNs) {
        return each.lets(from, nowNs) && all.letsAnybody(nowNs);
    }
}
