package io.freshet.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the control port asks about the node around it.
///
/// Threading: shared; every method is called from any thread and must not block, but for `reload`.
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

    /// The ports for publishers and viewers that really listen.
    default Ports ports() {
        return new Ports(0, 0, 0, 0);
    }

    /// Where else in its cluster viewers may be sent for media: `http://HOST:PORT` and
    /// `https://HOST:PORT`.
    default List<String> otherEdges() {
        return List.of();
    }

    /// The files of the operators' console, by path below their build; empty if there are none.
    default Map<String, byte[]> console() {
        return Map.of();
    }

    /// The event loops, in the order of their index.
    List<LoopState> loops();

    /// Viewers that were refused since the node started; the same labels every time.
    List<Refused> refusedViewers();

    /// What streams need of the heap.
    default Memory memory() {
        return new Memory(0, 0, 0, 0);
    }

    /// Requests for directions that were refused because one address sent so many of them.
    default long directionsRefused() {
        return 0;
    }

    /// The configuration in effect, in the order of the reference.
    default List<Setting> settings() {
        return List.of();
    }

    /// Reads the configuration again. This one may block for a while.
    ///
    /// @param by who wants it, for the log
    default Reload reload(String by) {
        return new Reload.Refused(List.of("this node cannot read its settings again"));
    }

    /// What came of reading the configuration again.
    sealed interface Reload {

        /// It holds now, but for what waits.
        ///
        /// @param inEffect      keys that have another value now
        /// @param forNewStreams keys that streams which run go without
        /// @param afterRestart  keys that keep their value until the node starts again
        record Done(List<String> inEffect, List<String> forNewStreams, List<String> afterRestart)
                implements Reload {

            public Done {
                inEffect = List.copyOf(inEffect);
                forNewStreams = List.copyOf(forNewStreams);
                afterRestart = List.copyOf(afterRestart);
            }

            /// For logs: keys without values.
            public String words() {
                return "in-effect=" + String.join(",", inEffect) + " for-new-streams="
                        + String.join(",", forNewStreams) + " after-restart="
                        + String.join(",", afterRestart);
            }
        }

        /// Nothing has changed.
        ///
        /// @param problems each with the place, the key and what is wrong; no secrets
        record Refused(List<String> problems) implements Reload {

            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /// One key of the configuration.
    ///
    /// @param key      `apps.live.takeover`
    /// @param value    as it would be written in a file; `***` if it is secret and set
    /// @param standard the default
    /// @param source   who set it: `default`, `freshet.yaml:12`, `FRESHET_RTMP_LISTEN`, `--set`
    /// @param meaning  one line
    /// @param secret   whether the value is not shown
    /// @param takesEffect when a change of it holds: `at-once`, `new-streams` or `restart`
    /// @param waiting  what will hold after a restart; empty if that is the same
    record Setting(String key, String value, String standard, String source, String meaning,
            boolean secret, String takesEffect, String waiting) {
    }

    /// Ports of the media plane; 0 is off.
    record Ports(int rtmp, int rtmps, int http, int https) {
    }

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

    /// The heap and what streams need of it.
    ///
    /// @param heapBytes   that there may be
    /// @param neededBytes that streams hold or will hold within half a minute
    /// @param refused     streams that were not let in since the node started
    /// @param ended       streams that were ended to make room
    record Memory(long heapBytes, long neededBytes, long refused, long ended) {
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
