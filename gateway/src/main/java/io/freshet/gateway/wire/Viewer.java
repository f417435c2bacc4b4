package io.freshet.gateway.wire;

import io.freshet.live.Audience.Protocol;
import io.freshet.net.Outlet;

/// One viewer: a connection and a position in the log.
///
/// Threading: confined to the fan-out's loop.
final class Viewer {

    final Outlet outlet;
    final Protocol protocol;
    final Runnable onEnd;

    /// The next byte to send; while it waits for a key frame, the last position it had.
    long position;
    /// How old its first byte was when it started there: a GOP of 10 s is no lag of 10 s. 0 once it
    /// has caught up.
    long startAgeNs;
    boolean awaitsKey = true;
    boolean begun;
    boolean gone;
    /// Its place in the fan-out's list.
    int index;

    Viewer(Outlet outlet, Protocol protocol, Runnable onEnd) {
        this.outlet = outlet;
        this.protocol = protocol;
        this.onEnd = onEnd;
    }
}
