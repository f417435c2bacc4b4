package io.freshet.gateway.wire;

import io.freshet.live.Audience;
import io.freshet.live.Audience.Protocol;
import io.freshet.net.CloseCause;
import io.freshet.net.Outlet;
import java.time.Duration;
import java.util.function.LongConsumer;

/// One viewer: a connection and a position in the log.
///
/// Threading: confined to the fan-out's loop.
final class Viewer {

    final Outlet outlet;
    final Protocol protocol;
    /// Where it is counted.
    final Audience audience;
    final Runnable onEnd;
    private final LongConsumer carried;

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

    Viewer(Outlet outlet, Protocol protocol, Audience audience, LongConsumer carried,
            Runnable onEnd) {
        this.outlet = outlet;
        this.protocol = protocol;
        this.audience = audience;
        this.carried = carried;
        this.onEnd = onEnd;
    }

    /// So many bytes were handed to its connection.
    void sent(long bytes) {
        audience.sent(bytes);
        carried.accept(bytes);
    }

    /// Ends the connection of one who has taken nothing for so long.
    void closeIfSlow(long nowNs, Duration patience) {
        if (outlet.isOpen() && outlet.behindNs(nowNs) > patience.toNanos()) {
            audience.closedSlow();
            outlet.close(CloseCause.SLOW, "took nothing for " + patience.toSeconds() + " s");
        }
    }
}
