package io.freshet.server;

import io.freshet.control.NodeStatus;
import io.freshet.net.CloseCause;
import io.freshet.net.TcpCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the control port is told about the node.
///
/// Threading: immutable but for what it asks.
///
/// @param version       of the program
/// @param startedWallMs Unix time, ms
/// @param transport     socket interface in use
/// @param loops         event loops
/// @param counts        of each listener by its settings key
/// @param notReady      why the node takes nobody now; empty while it does
record NodeFacts(String version, long startedWallMs, String transport, int loops,
        Supplier<Map<String, TcpCounts>> counts, Supplier<Optional<String>> notReady)
        implements NodeStatus {

    @Override
    public Optional<String> notReadyReason() {
        return notReady.get();
    }

    @Override
    public List<Listener> listeners() {
        List<Listener> listeners = new ArrayList<>();
        counts.get().forEach((key, count) -> listeners.add(listener(key, count)));
        return listeners;
    }

    private static Listener listener(String key, TcpCounts count) {
        Map<String, Long> closed = new HashMap<>();
        for (Map.Entry<CloseCause, Long> entry : count.closed().entrySet()) {
            closed.put(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue());
        }
        return new Listener(key.substring(0, key.indexOf('.')), count.open(), count.accepted(),
                count.refused().total(), count.refused().perAddress(), count.bytes().in(),
                count.bytes().out(), closed);
    }
}
