package io.freshet.tools.bench;

import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.load.Clip;
import io.freshet.tools.load.CrowdPlan;
import io.freshet.tools.load.LoadPlan;
import io.freshet.tools.load.LoadRun;
import io.freshet.tools.load.Progress;
import io.freshet.tools.load.PublishPlan;
import io.freshet.tools.machine.ServerProcess;
import io.freshet.tools.wire.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One measurement of a server that we have started: one publisher, viewers of one kind.
///
/// @param clip      what is published
/// @param kind      RTMP or HTTP-FLV
/// @param viewers   how many
/// @param warmup    before it counts
/// @param duration  how long it counts
/// @param readEvery how often those are read who measure no latency; zero: when something comes
record Trial(Clip clip, Target.Kind kind, int viewers, Duration warmup, Duration duration,
        Duration readEvery) {

    private static final double ARRIVALS_PER_SECOND = 500;
    private static final double ARRIVING_SECONDS = 8;

    /// What a server did in one measurement.
    ///
    /// @param cpuUs            time on the CPU for each delivered message, microseconds
    /// @param steadyUs         the same without the JVM's compilers
    /// @param instructions     for each delivered message; 0 if this machine counts none
    /// @param waitedPercent    how long it waited for its core, of the time that it had it
    /// @param latencyP50Ms     of video
    /// @param latencyP99Ms     of video
    /// @param joinP99Ms        to the first key frame
    /// @param deliveredPercent of what was to be delivered
    /// @param clientCpuUs      what the same message cost us
    /// @param use              of cores and memory
    record Result(double cpuUs, double steadyUs, double instructions, double waitedPercent,
            double latencyP50Ms, double latencyP99Ms, double joinP99Ms, double deliveredPercent,
            double clientCpuUs, Use use) {
    }

    /// Cores and memory.
    ///
    /// @param playing           viewers at the end; the others were refused
    /// @param messagesPerSecond delivered
    /// @param serverPercent     of a core
    /// @param clientPercent     of a core
    /// @param serverMib         of memory
    record Use(double playing, double messagesPerSecond, double serverPercent,
            double clientPercent, double serverMib) {
        static final Use NONE = new Use(0, 0, 0, 0, 0);
    }

    Result run(ServerProcess process, Progress progress) throws IOException, InterruptedException {
        Target watched = Target.parse(kind == Target.Kind.RTMP ? process.rtmp("s")
                : process.flv("s"));
        LoadPlan plan = new LoadPlan("trial", List.of(new PublishPlan(
                Target.parse(process.rtmp("s")), 1, 1, clip, true, Duration.ZERO)),
                List.of(CrowdPlan.of(watched, viewers,
                        Math.max(ARRIVALS_PER_SECOND, viewers / ARRIVING_SECONDS))
                        .readEvery(readEvery)),
                warmup, duration, 1,
                List.of(process.pid()), Optional.empty());
        Report report = LoadRun.run(plan, progress);
        Section seen = section(report, kind.label());
        Section server = section(report, "server");
        return new Result(server.amount("cpu_us_per_message", 0),
                server.amount("steady_us_per_message", 0),
                server.amount("instructions_per_message", 0),
                server.amount("waited_percent", 0),
                seen.amount("latency_p50_ms", 0), seen.amount("latency_p99_ms", 0),
                seen.amount("join_p99_ms", 0), seen.amount("delivered_percent", 0),
                section(report, "client").amount("cpu_us_per_message", 0),
                new Use(seen.amount("playing_at_the_end", 0),
                        seen.amount("messages_per_second", 0), server.amount("cpu_percent", 0),
                        section(report, "client").amount("cpu_percent", 0),
                        server.amount("rss_mib", 0)));
    }

    private static Section section(Report report, String name) {
        return report.section(name).orElse(new Section(name, List.of()));
    }
}
