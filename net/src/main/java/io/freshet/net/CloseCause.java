package io.freshet.net;

/// Why a connection ended; few enough to be a label of a metric.
public enum CloseCause {
    /// The peer closed, or its network gave up.
    PEER,
    /// We were done.
    DONE,
    /// The peer broke its protocol.
    PROTOCOL,
    /// The peer did not do in time what it had to do.
    TIMEOUT,
    /// A reader that stayed behind for longer than our patience.
    SLOW,
    /// Somebody took the right to be here away: kicked, replaced, no longer allowed.
    REVOKED,
    /// It came to watch while there was no room.
    REFUSED,
    /// The server stops.
    SHUTDOWN,
    /// Our own fault; there is a stack in the log.
    FAULT;

    /// Whether the bytes that the peer has not read yet are thrown away instead of waited for.
    boolean aborts() {
        return switch (this) {
            case TIMEOUT, SLOW, FAULT -> true;
            case PEER, DONE, PROTOCOL, REVOKED, REFUSED, SHUTDOWN -> false;
        };
    }
}
