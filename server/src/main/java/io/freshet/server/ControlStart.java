package io.freshet.server;

import io.freshet.control.ControlServer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The control port, opened beside the rest of the start.
///
/// Threading: confined to the thread that starts and stops the node.
final class ControlStart implements AutoCloseable {

    private final FutureTask<Optional<ControlServer>> start;

    /// @param opening opens it; empty if it is off
    ControlStart(Callable<Optional<ControlServer>> opening) {
        this.start = new FutureTask<>(opening);
        Thread.ofPlatform().name("control start").daemon().start(start);
    }

    /// Waits until it is open.
    ///
    /// @return the port that it really has; 0 if it is off
    int port() throws StartFailure {
        try {
            return start.get().map(ControlServer::port).orElse(0);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while starting", stop);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StartFailure known) {
                throw known;
            }
            throw new IllegalStateException("control port", failure.getCause());
        }
    }

    @Override
    public void close() {
        try {
            start.get().ifPresent(ControlServer::close);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException neverOpened) {
            // Whoever asked for the port has been told.
        }
    }
}
