package io.freshet.server;

import io.freshet.control.NodeStatus;
import io.freshet.gateway.Admission;
import io.freshet.gateway.Admission.Reason;
import io.freshet.gateway.HeapRoom;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.Streams;
import io.freshet.net.CloseCause;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.Pressure;
import io.freshet.net.TcpCounts;
import io.freshet.server.cluster.ClusterStart;
import io.freshet.server.config.Settings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the control port is told about the node.
///
/// Threading: immutable but for what it asks.
///
/// @param version       of the program
/// @param startedWallMs Unix time, ms
/// @param net           the node's event loops
/// @param admission     who refuses viewers
/// @param room          who refuses streams
/// @param counts        of each listener by its settings key
/// @param stopping      whether the node takes nobody any more
/// @param effective     the configuration as it holds
/// @param listening     ports of the media plane that listen
/// @param console       the files of the operators' console
/// @param cluster       of this node, if it is in one
/// @param reloading     reads the configuration again for somebody
record NodeFacts(String version, long startedWallMs, Loops net, Admission admission, HeapRoom room,
        Supplier<Map<String, TcpCounts>> counts, BooleanSupplier stopping,
        Supplier<Settings> effective, Supplier<Ports> listening,
        Map<String, byte[]> console, Optional<ClusterStart> cluster,
        Function<String, Reload> reloading) implements NodeStatus {

    private static final String FULL = "full: viewers that came now would be served late; "
            + "those who watch stay, and publishers may come";

    @Override
    public Ports ports() {
        return listening.get();
    }

    @Override
    public List<String> otherEdges() {
        return cluster.map(ClusterStart::otherEdges).orElse(List.of());
    }

    @Override
    public String transport() {
        return net.transport().toString();
    }

    /// A node with room on one loop takes viewers: connections go there.
    @Override
    public Optional<String> notReadyReason() {
        if (stopping.getAsBoolean()) {
            return Optional.of(Streams.STOPPING);
        }
        boolean full = net.all().stream()
                .allMatch(loop -> loop.load().pressure() == Pressure.FULL);
        return full ? Optional.of(FULL) : Optional.empty();
    }

    @Override
    public List<Setting> settings() {
        return effective.get().effective().stream().map(each -> new Setting(each.key(),
                each.value(), each.standard(), each.source(), each.meaning(), each.secret(),
                each.takes().label(), each.waiting())).toList();
    }

    @Override
    public Reload reload(String by) {
        return reloading.apply(by);
    }

    @Override
    public List<LoopState> loops() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return net.all().stream().map(loop -> new LoopState(loop.index(),
                level(loop.load().pressure()), loop.load().lagNs() / 1e9, loop.connections(),
                cpuSeconds(threads, loop))).toList();
    }

    private static int level(Pressure pressure) {
        return switch (pressure) {
            case NORMAL -> 0;
            case BUSY -> 1;
            case FULL -> 2;
        };
    }

    private static double cpuSeconds(ThreadMXBean threads, NetLoop loop) {
        long id = loop.threadId();
        return id == 0 ? 0 : Math.max(0, threads.getThreadCpuTime(id)) / 1e9;
    }

    @Override
    public List<Refused> refusedViewers() {
        List<Refused> all = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (Reason reason : Reason.values()) {
                all.add(new Refused(label(protocol), label(reason),
                        admission.refused(protocol, reason)));
            }
        }
        return all;
    }

    @Override
    public long directionsRefused() {
        return cluster.map(ClusterStart::directionsRefused).orElse(0L);
    }

    @Override
    public Memory memory() {
        return new Memory(room.heapBytes(), room.neededBytes(), room.refused(), room.ended());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
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
            closed.put(label(entry.getKey()), entry.getValue());
        }
        return new Listener(key.substring(0, key.indexOf('.')), count.open(), count.accepted(),
                count.refused().total(), count.refused().perAddress(), count.bytes().in(),
                count.bytes().out(), closed);
    }
}
