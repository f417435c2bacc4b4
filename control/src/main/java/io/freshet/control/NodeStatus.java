package io.freshet.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the control port asks about the node around it.
///
/// Threading: shared; every method is called from any thread and must not block.
public interface NodeStatus {

    /// The version of the program, `0.1.0`.
    String version();

    /// When the node started, Unix time, ms.
    long startedWallMs();

    /// Why the node takes no newcomers now, in words; empty while it is ready.
    Optional<String> notReadyReason();

    /// The media ports, each with its counts; the same names every time.
    List<Listener> listeners();

    /// The socket interface in use: `io_uring`, `epoll` or `nio`.
    String transport();

    /// The event loops, in the order of their index.
    List<LoopState> loops();

    /// Viewers that were refused since the node started; the same labels every time.
    List<Refused> refusedViewers();

    /// One event loop.
    ///
    /// @param index       from 0
    /// @param pressure    0 normal, 1 busy, 2 full: takes no new viewers
    /// @param lagSeconds  how late it did what was due: the median of the last second
    /// @param connections now
    /// @param cpuSeconds  of the processor that its thread has used
    record LoopState(int index, int pressure, double lagSeconds, int connections,
            double cpuSeconds) {
    }

    /// Refused viewers of one kind.
    ///
    /// @param protocol short and constant, it is a metric label: `http_flv`
    /// @param reason   the same: `full`
    record Refused(String protocol, String reason, long count) {
    }

    /// What one media port has counted since the node started.
    ///
    /// @param name              short and constant, it is a metric label: `rtmp`, `http`
    /// @param open              connections now
    /// @param accepted          connections accepted, those still open included
    /// @param refusedTotal      refused because the port had its limit of connections
    /// @param refusedPerAddress refused because one address had its limit of connections
    /// @param bytesIn           received
    /// @param bytesOut          sent
    /// @param closedByCause     ended connections; causes are few and constant, they are labels
    record Listener(String name, long open, long accepted, long refusedTotal,
            long refusedPerAddress, long bytesIn, long bytesOut, Map<String, Long> closedByCause) {

        public Listener {
            closedByCause = Map.copyOf(closedByCause);
        }
    }
}
