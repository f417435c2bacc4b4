package io.freshet.net;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// One server's connections on one loop, and what they count.
///
/// Threading: confined to the loop; the counters may be read by anyone.
final class TcpShare {
    private final NetLoop loop;
    private final TcpTally tally;
    private final Set<TcpConnection> connections = new HashSet<>();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();

    TcpShare(NetLoop loop, TcpTally tally) {
        this.loop = loop;
        this.tally = tally;
    }

    NetLoop loop() {
        return loop;
    }

    void add(TcpConnection connection) {
        connections.add(connection);
    }

    void remove(TcpConnection connection, CloseCause cause) {
        if (connections.remove(connection)) {
            loop.lost();
            tally.closed(cause, connection.remote().getAddress());
        }
    }

    List<TcpConnection> connections() {
        return List.copyOf(connections);
    }

    /// One writer, so that no locked instruction is needed.
    void received(int bytes) {
        bytesIn.setOpaque(bytesIn.getPlain() + bytes);
    }

    void sent(int bytes) {
        bytesOut.setOpaque(bytesOut.getPlain() + bytes);
    }

    TcpCounts.Transferred transferred() {
        return new TcpCounts.Transferred(bytesIn.getOpaque(), bytesOut.getOpaque());
    }
}
