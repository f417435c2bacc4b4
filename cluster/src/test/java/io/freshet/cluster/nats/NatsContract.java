package io.freshet.cluster.nats;

import io.freshet.coordination.Engine;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/// The contract with real servers, each connection by a way of its own that can be cut.
abstract class NatsContract extends EngineContract {

    private final Map<Engine, Wire> wires = new HashMap<>();

    /// Where the servers listen, the first to be tried first.
    abstract List<Integer> ports();

    /// A connection by that way.
    abstract Engine connect(Wire wire) throws IOException;

    @Override
    final Engine connect() {
        Wire wire = new Wire(ports());
        try {
            Engine engine = connect(wire);
            wires.put(engine, wire);
            return engine;
        } catch (IOException bad) {
            throw new AssertionError(bad);
        }
    }

    @Override
    final void cut(Engine connection, boolean away) {
        wires.get(connection).cut(away);
    }

    @AfterEach
    final void closeWires() {
        wires.values().forEach(Wire::close);
    }
}
