package io.freshet.net;

/// How many connections a server holds; those beyond it are closed at once, and counted.
///
/// @param connectionsMax           of all peers together
/// @param connectionsPerAddressMax of one IPv4 address or one IPv6 /64 network; many viewers may
///                                 share one behind a translator. Loopback is not counted: there
///                                 all clients of a local proxy have one address
public record TcpLimits(int connectionsMax, int connectionsPerAddressMax) {
    /// Far above what one node carries, but below what would exhaust its memory.
    public static final TcpLimits DEFAULT = new TcpLimits(100_000, 100_000);

    /// Refuses limits that would refuse everybody.
    public TcpLimits {
        if (connectionsMax < 1 || connectionsPerAddressMax < 1) {
            throw new IllegalArgumentException("connection limits must be at least 1, not "
                    + connectionsMax + " and " + connectionsPerAddressMax);
        }
    }
}
