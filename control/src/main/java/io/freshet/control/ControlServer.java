package io.freshet.control;

import io.freshet.control.api.Router;
import io.freshet.media.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;

/// The control port, open until it is closed.
///
/// Threading: shared; `open` and `close` block, keep them off the event loops.
sealed interface ControlServer extends AutoCloseable permits HelidonServer, LateServer {

    /// What answers its requests.
    interface Answering {
        Router router() throws IOException;
    }

    /// Opens the port.
    ///
    /// @param listen where; port 0 takes a free one
    /// @param late   whether what serves it is started by the first connection, and costs nothing
    ///               before
    /// @param answering asked once, when it is started
    /// @throws IOException if it cannot listen there; a [java.net.BindException] if it is taken
    static ControlServer open(InetSocketAddress listen, boolean late, Answering answering,
            Clock clock) throws IOException {
        if (listen.isUnresolved()) {
            throw new IOException("control.listen " + listen.getHostString()
                    + " is not a name of this machine");
        }
        return late
                ? LateServer.open(listen, own -> HelidonServer.openBehind(own,
                        answering.router(), clock))
                : HelidonServer.open(listen, answering.router(), clock);
    }

    /// The port that it listens on.
    int port();

    /// Answers what is under way for half a second, then closes every connection.
    @Override
    void close();
}
