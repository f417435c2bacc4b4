package io.freshet.server;

import io.freshet.control.ControlCentre;
import io.freshet.control.events.Event;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// The control centre, opened beside the rest of the start.
///
/// Threading: confined to the thread that starts and stops the node.
final class ControlStart implements AutoCloseable {

    private final FutureTask<ControlCentre> start;

    /// @param opening opens it
    ControlStart(Callable<ControlCentre> opening) {
        this.start = new FutureTask<>(opening);
        Thread.ofPlatform().name("control start").daemon().start(start);
    }

    /// Waits until it is open.
    ///
    /// @return the port that it really has; 0 if it is off
    int port() throws StartFailure {
        try {
            return start.get().port();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while starting", stop);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StartFailure known) {
                throw known;
            }
            throw new IllegalStateException("control centre", failure.getCause());
        }
    }

    /// Takes what a player says; nobody hears it before the control centre is open.
    boolean beacon(byte[] body) {
        return start.state() != Future.State.SUCCESS || start.resultNow().beacon(body);
    }

    /// Notes what happened, when the control centre is open; seldom called.
    void happened(Event event) {
        Thread.ofVirtual().name("happened").start(() -> {
            try {
                start.get().happened(event);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException neverOpened) {
                // Whoever asked for the port has been told.
            }
        });
    }

    /// What it opened; to be asked after [#port].
    ControlCentre centre() {
        return start.resultNow();
    }

    @Override
    public void close() {
        try {
            start.get().close();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException neverOpened) {
            // Whoever asked for the port has been told.
        }
    }
}
