package io.freshet.control;

import io.freshet.control.Families.Family;
import java.util.List;

/// What the node and its media ports count.
///
/// Threading: confined to the scrape.
final class NodeFamilies {

    private NodeFamilies() {
    }

    static void gather(NodeStatus node, Families to) {
        to.gauge("freshet_build", "Always 1; the labels say what runs.")
                .add(1, "version", node.version(), "transport", node.transport());
        to.gauge("freshet_start_time_seconds", "When the node started, Unix time.")
                .add(node.startedWallMs() / 1000.0);
        to.gauge("freshet_ready", "1 while the node takes new viewers.")
                .add(node.notReadyReason().isEmpty() ? 1 : 0);
        loops(node, to);
        Family refused = to.counter("freshet_refused_viewers",
                "Viewers that were not let in, by the reason.");
        node.refusedViewers().forEach(each -> refused.add(each.count(),
                "protocol", each.protocol(), "reason", each.reason()));
        NodeStatus.Memory memory = node.memory();
        to.gauge("freshet_heap_max_bytes", "Heap that the node may use.").add(memory.heapBytes());
        to.gauge("freshet_streams_needed_bytes",
                "Heap that streams hold, or will within half a minute.").add(memory.neededBytes());
        to.counter("freshet_refused_streams", "Streams not let in for want of memory.")
                .add(memory.refused());
        to.counter("freshet_ended_streams", "Streams ended for want of memory, the last first.")
                .add(memory.ended());
        to.counter("freshet_route_refused",
                "Requests to /route and /steer that came too often from one address.")
                .add(node.directionsRefused());
        ports(node, to);
    }

    private static void loops(NodeStatus node, Families to) {
        List<NodeStatus.LoopState> loops = node.loops();
        to.gauge("freshet_loops", "Event loops.").add(loops.size());
        Family pressure = to.gauge("freshet_loop_pressure",
                "0 normal, 1 busy: background work waits, 2 full: new viewers are refused.");
        Family lag = to.gauge("freshet_loop_lag_seconds",
                "How late an event loop does what is due, the median of the last second.");
        Family connections = to.gauge("freshet_loop_connections", "Connections of the loop.");
        Family cpu = to.counter("freshet_loop_cpu_seconds", "Processor time of its thread.");
        for (NodeStatus.LoopState loop : loops) {
            String index = Integer.toString(loop.index());
            pressure.add(loop.pressure(), "loop", index);
            lag.add(loop.lagSeconds(), "loop", index);
            connections.add(loop.connections(), "loop", index);
            cpu.add(loop.cpuSeconds(), "loop", index);
        }
    }

    private static void ports(NodeStatus node, Families to) {
        Family open = to.gauge("freshet_listener_open_connections", "Connections now.");
        Family accepted = to.counter("freshet_listener_accepted_connections",
                "Connections accepted.");
        Family refused = to.counter("freshet_listener_refused_connections",
                "Connections refused, by the limit that was reached.");
        Family bytesIn = to.counter("freshet_listener_received_bytes", "Bytes received.");
        Family bytesOut = to.counter("freshet_listener_sent_bytes", "Bytes sent.");
        Family closed = to.counter("freshet_listener_closed_connections",
                "Connections ended, by cause.");
        for (NodeStatus.Listener listener : node.listeners()) {
            String name = listener.name();
            open.add(listener.open(), "listener", name);
            accepted.add(listener.accepted(), "listener", name);
            refused.add(listener.refusedTotal(), "listener", name, "limit", "total");
            refused.add(listener.refusedPerAddress(), "listener", name, "limit", "address");
            bytesIn.add(listener.bytesIn(), "listener", name);
            bytesOut.add(listener.bytesOut(), "listener", name);
            listener.closedByCause().forEach((cause, count) ->
                    closed.add(count, "listener", name, "cause", cause));
        }
    }
}
