package io.freshet.live.session;

import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.Audience.Protocol;
import io.freshet.media.StreamKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/// One who publishes or watches, from being let in until it has gone.
///
/// Threading: shared; `carried` by one thread at a time, the connection's loop as a rule.
public final class Session {

    private static final VarHandle BYTES;

    static {
        try {
            BYTES = MethodHandles.lookup().findVarHandle(Session.class, "bytes", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final long number;
    private final String id;
    private final Action action;
    private final StreamKey stream;
    private final Protocol protocol;
    private final Peer peer;
    private final Terms terms;
    private final long openedWallMs;
    private final Consumer<String> ender;
    @SuppressWarnings("UnusedVariable") // by BYTES
    private long bytes;
    private volatile boolean closed;

    Session(long number, String id, Opening opening, long nowWallMs) {
        this.number = number;
        this.id = id;
        this.action = opening.action();
        this.stream = opening.stream();
        this.protocol = opening.protocol();
        this.peer = opening.peer();
        this.terms = opening.terms();
        this.ender = opening.ender();
        this.openedWallMs = nowWallMs;
    }

    /// Names it for the life of the node; says nothing else.
    public String id() {
        return id;
    }

    public Action action() {
        return action;
    }

    public StreamKey stream() {
        return stream;
    }

    public Protocol protocol() {
        return protocol;
    }

    public Peer peer() {
        return peer;
    }

    public Terms terms() {
        return terms;
    }

    /// When it was let in, Unix ms.
    public long openedWallMs() {
        return openedWallMs;
    }

    /// Its place in the order in which sessions came.
    public long number() {
        return number;
    }

    /// Media bytes so far, to a viewer or from a publisher.
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    /// So many more went by.
    public void carried(long count) {
        BYTES.setOpaque(this, (long) BYTES.getOpaque(this) + count);
    }

    /// Sends it away, soon; again is no harm. Whoever opened the session closes it then.
    ///
    /// @param reason in words fit for the peer
    public void end(String reason) {
        if (!closed) {
            ender.accept(reason);
        }
    }

    /// Whether it has gone.
    public boolean isClosed() {
        return closed;
    }

    /// Whether this call closed it.
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    @Override
    public String toString() {
        return id + " " + action + " " + stream + " by " + protocol + " from " + peer.address();
    }
}
