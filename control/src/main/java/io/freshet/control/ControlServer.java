package io.freshet.control;

import io.freshet.live.Streams;
import io.freshet.media.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;

/// The control port, open until it is closed.
///
/// It serves nobody who may not be trusted: it belongs on loopback or a management network.
///
/// Threading: shared; `open` and `close` block, keep them off the event loops.
public sealed interface ControlServer extends AutoCloseable permits HelidonServer, LateServer {

    /// Opens the port.
    ///
    /// @param listen where; port 0 takes a free one
    /// @throws IOException if it cannot listen there; a [java.net.BindException] if it is taken
    static ControlServer open(InetSocketAddress listen, Streams streams, NodeStatus node,
            Clock clock) throws IOException {
        return HelidonServer.open(resolved(listen), api(listen, streams, node, clock), clock);
    }

    /// The same, but what serves it is started by the first connection and costs nothing before.
    static ControlServer openLate(InetSocketAddress listen, Streams streams, NodeStatus node,
            Clock clock) throws IOException {
        return LateServer.open(resolved(listen), at ->
                HelidonServer.open(at, api(listen, streams, node, clock), clock));
    }

    private static Api api(InetSocketAddress listen, Streams streams, NodeStatus node,
            Clock clock) {
        return new Api(new BrowserGuard(listen), streams, node, clock);
    }

    private static InetSocketAddress resolved(InetSocketAddress listen) throws IOException {
        if (listen.isUnresolved()) {
            throw new IOException("control.listen " + listen.getHostString()
                    + " is not a name of this machine");
        }
        return listen;
    }

    /// The port that it listens on.
    int port();

    /// Answers what is under way for half a second, then closes every connection.
    @Override
    void close();
}
