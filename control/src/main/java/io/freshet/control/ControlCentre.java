package io.freshet.control;

import io.freshet.control.access.AccessControl;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Gate;
import io.freshet.control.events.Event;
import io.freshet.control.fleet.Fleet;
import io.freshet.control.healing.NodeHealth;
import io.freshet.control.quality.Probed;
import io.freshet.control.store.Shift;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The control centre of one node: the port, and all that is behind it.
///
/// On a small node nothing is behind it before somebody comes: no database, no journal of events,
/// no HTTP server, which are a third of its memory.
///
/// Threading: opened, watched and closed by one thread that may block; the parts are made by the
/// first who needs them, guarded by `this`.
public final class ControlCentre implements AutoCloseable {

    private final ControlOptions options;
    private final Surroundings around;
    private final Optional<Gate> gate;
    private @Nullable ControlServer server;
    private volatile @Nullable ControlParts parts;
    private @Nullable ControlWatch watch;
    private @Nullable ControlChange change;
    private @Nullable NodeHealth health;
    private boolean closed;

    /// What is around the control centre.
    ///
    /// @param access  decides who may publish and watch; learns here where its rules are kept
    /// @param dataDir for what is kept beside the database
    /// @param shift   what is this node's to do, where several share the database
    /// @param fleet   all nodes of the cluster
    public record Surroundings(Streams streams, AccessControl access, NodeStatus node, Clock clock,
            Path dataDir, Shift shift, Fleet fleet) {
    }

    private ControlCentre(ControlOptions options, Surroundings around, Optional<Gate> gate) {
        this.options = options;
        this.around = around;
        this.gate = gate;
    }

    /// Opens it. The database may come later: what needs it says so until then.
    ///
    /// @throws IOException if the port cannot be opened; a [java.net.BindException] if it is taken
    public static ControlCentre open(ControlOptions options, Surroundings around)
            throws IOException {
        return open(options, around, Optional.empty());
    }

    /// The same with a gate of a test.
    static ControlCentre open(ControlOptions options, Surroundings around, Optional<Gate> gate)
            throws IOException {
        ControlCentre made = new ControlCentre(options, around, gate);
        try {
            if (options.opening() != ControlOptions.Opening.ALL_LATE) {
                made.parts();
            }
            if (options.listen().isPresent()) {
                made.server = ControlServer.open(options.listen().get(),
                        options.opening() != ControlOptions.Opening.AT_ONCE,
                        () -> made.parts().router(), around.clock());
            }
            return made;
        } catch (IOException failure) {
            made.close();
            throw failure;
        }
    }

    private synchronized ControlParts parts() throws IOException {
        ControlParts made = parts;
        if (closed) {
            throw new IOException("the node stops");
        }
        if (made == null) {
            made = new ControlParts(options, around, gate);
            if (watch != null) {
                made.watch(watch);
            }
            if (change != null) {
                made.change(change);
            }
            if (health != null) {
                made.watch(health);
            }
            parts = made;
        }
        return made;
    }

    /// The port that it listens on; 0 if it is off.
    public int port() {
        return server == null ? 0 : server.port();
    }

    /// Takes what the node hands over to be watched; once.
    public synchronized void watch(ControlWatch more) {
        watch = more;
        if (parts != null) {
            parts.watch(more);
        }
    }

    /// Takes what is done about nodes that viewers cannot use; once.
    public synchronized void watch(NodeHealth healing) {
        health = healing;
        if (parts != null) {
            parts.watch(healing);
        }
    }

    /// Goes by these from now on.
    public synchronized void change(ControlChange next) {
        change = next;
        if (parts != null) {
            parts.change(next);
        }
    }

    /// Notes what happened around it; nothing is noted before somebody has come to a small node.
    public void happened(Event event) {
        ControlParts made = parts;
        if (made != null) {
            made.happened(event);
        }
    }

    /// Publishers and viewers that this node has refused since it started, or 0 before somebody has
    /// come to a small one.
    public long refused() {
        ControlParts made = parts;
        return made == null ? 0 : made.refused();
    }

    /// Takes what a player says of how it plays; false if that is no beacon. Never blocks.
    public boolean beacon(byte[] body) {
        ControlParts made = parts;
        return made == null || made.beacon(body);
    }

    /// Notes what happened in the cluster, if that is this node's to do: once for all nodes.
    public void happenedToAll(Event event) {
        ControlParts made = parts;
        if (made != null && around.shift().onDuty().getAsBoolean()) {
            made.happened(event);
        }
    }

    /// Streams that the node should watch itself, to find out how late they are for viewers.
    public List<StreamKey> toProbe() {
        ControlParts made = parts;
        return made == null ? List.of() : made.quality().toProbe();
    }

    /// Takes what was found.
    public void probed(StreamKey key, Probed found) {
        ControlParts made = parts;
        if (made != null) {
            made.quality().probed(key, found);
        }
    }

    /// Everything that the API does.
    List<ApiRoute> routes() throws IOException {
        return parts().routes();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        synchronized (this) {
            closed = true;
            if (parts != null) {
                parts.close();
            }
        }
    }
}
