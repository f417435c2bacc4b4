package io.freshet.tools.load;

import io.freshet.tools.figures.Curve;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.machine.Instructions;
import io.freshet.tools.machine.MetricsText;
import io.freshet.tools.machine.ProcessSample;
import io.freshet.tools.wire.LoadLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/// Carries a plan out: publishers, then viewers, a warm-up, the measured time, a report.
///
/// Threading: confined to the caller, who waits.
public final class LoadRun implements AutoCloseable {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final Duration PUBLISHERS_READY = Duration.ofSeconds(10);

    private final LoadPlan plan;
    private final Progress progress;
    private final List<LoadLoop> loops = new ArrayList<>();
    private final List<Press> presses = new ArrayList<>();
    private final List<Crowd> crowds = new ArrayList<>();
    private final List<Tallies> tallies = new ArrayList<>();
    private final List<Curve.Point> rate = new ArrayList<>();
    private final List<Curve.Point> playing = new ArrayList<>();
    private final List<Curve.Point> latency = new ArrayList<>();
    private final List<Curve.Point> serverCpu = new ArrayList<>();

    private LoadRun(LoadPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /// Runs it to its end.
    ///
    /// @throws IOException          if this machine has no sockets for it
    /// @throws InterruptedException if the caller is to stop
    public static Report run(LoadPlan plan, Progress progress)
            throws IOException, InterruptedException {
        try (LoadRun run = new LoadRun(plan, progress)) {
            return run.run();
        }
    }

    private Report run() throws IOException, InterruptedException {
        for (int i = 0; i < plan.loops(); i++) {
            loops.add(LoadLoop.start("load-" + i));
        }
        publish();
        watch();
        watchFor("warming up", plan.warmup());
        onAll(index -> {
            each(presses, index, Press::begin);
            each(tallies, index, Tallies::begin);
            each(crowds, index, Crowd::begin);
        });
        Map<String, Double> metricsBefore = metrics();
        ProcessSample before = ProcessSample.of(plan.pids());
        Optional<Instructions> instructions = instructions();
        ProcessSample ownBefore = ProcessSample.of(ownPid());
        long beganNs = System.nanoTime();
        rate.clear();
        playing.clear();
        latency.clear();
        serverCpu.clear();
        watchFor("measuring", plan.duration());
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        long executed = stop(instructions);
        ProcessSample after = ProcessSample.of(plan.pids());
        ProcessSample ownAfter = ProcessSample.of(ownPid());
        Map<String, Double> metricsAfter = metrics();
        onAll(index -> {
            each(presses, index, Press::finish);
            each(crowds, index, Crowd::finish);
            each(tallies, index, Tallies::finish);
        });
        onAll(index -> each(presses, index, Press::stop));
        progress.line("");
        close();
        Findings findings = new Findings(plan, presses, tallies, seconds);
        List<Section> sections = new ArrayList<>(findings.sections());
        sections.addAll(findings.machine(new Findings.Use(before, after, executed),
                new Findings.Use(ownBefore, ownAfter, 0), plan.loops()));
        sections.addAll(Findings.metrics(metricsBefore, metricsAfter));
        return new Report(plan.title(), sections, findings.curves(List.of(
                new Curve("messages a second", Curve.XAxis.SECONDS, "1/s",
                        List.of(new Curve.Line("delivered", rate))),
                new Curve("playing", Curve.XAxis.SECONDS, "",
                        List.of(new Curve.Line("viewers and publishers", playing))),
                new Curve("latency, 99th percentile of each second", Curve.XAxis.SECONDS, "ms",
                        List.of(new Curve.Line("p99", latency))),
                new Curve("server's CPU", Curve.XAxis.SECONDS, "% of a core",
                        List.of(new Curve.Line("server", serverCpu))))));
    }

    private Optional<Instructions> instructions() throws IOException, InterruptedException {
        return plan.pids().isEmpty() || !Instructions.areCounted() ? Optional.empty()
                : Optional.of(Instructions.of(plan.pids()));
    }

    private static long stop(Optional<Instructions> counting)
            throws IOException, InterruptedException {
        if (counting.isEmpty()) {
            return 0;
        }
        try (Instructions instructions = counting.get()) {
            return instructions.stop();
        }
    }

    private void publish() throws InterruptedException {
        int wanted = 0;
        long startNs = System.nanoTime();
        double longestSeconds = 0;
        for (PublishPlan each : plan.publishers()) {
            wanted += each.publishers();
            longestSeconds = Math.max(longestSeconds, each.publishers() / each.perSecond());
            for (int i = 0; i < loops.size(); i++) {
                int index = i;
                Press press = new Press(loops.get(i), each);
                presses.add(press);
                loops.get(i).execute(() -> press.start(index, loops.size(), startNs));
            }
        }
        long endNs = startNs + PUBLISHERS_READY.toNanos() + (long) (longestSeconds * SECOND_NS);
        while (wanted > 0 && System.nanoTime() < endNs) {
            TimeUnit.MILLISECONDS.sleep(200);
            Tally.Pulse pulse = sum();
            show("publishing", pulse, 0);
            if (pulse.playing() + pulse.errors() >= wanted) {
                return;
            }
        }
    }

    private void watch() throws InterruptedException {
        new Rehearsal(loops.getFirst(), plan.crowds()).run(progress);
        double longestSeconds = 0;
        long startNs = System.nanoTime();
        int seed = 0;
        Map<CrowdPlan, String> names = plan.names();
        Map<String, List<Tallies>> together = new HashMap<>();
        // Those that are counted together come as one crowd: one address after the other.
        Map<String, Double> arrived = new HashMap<>();
        for (CrowdPlan each : plan.crowds()) {
            String name = names.getOrDefault(each, "other");
            List<Tallies> counted = together.computeIfAbsent(name, this::tallies);
            double takes = each.viewers() / each.perSecond();
            double until = arrived.merge(name, takes, Double::sum);
            longestSeconds = Math.max(longestSeconds, until);
            long fromNs = startNs + (long) ((until - takes) * SECOND_NS);
            int first = seed / loops.size();
            for (int i = 0; i < loops.size(); i++) {
                int index = (i + first) % loops.size();
                Crowd crowd = new Crowd(loops.get(i), each, counted.get(i), seed++);
                crowds.add(crowd);
                loops.get(i).execute(() -> crowd.start(index, loops.size(), fromNs));
            }
        }
        if (!plan.crowds().isEmpty()) {
            watchFor("arriving", Duration.ofMillis((long) (longestSeconds * 1_000)));
        }
    }

    /// One for each loop.
    private List<Tallies> tallies(String name) {
        List<Tallies> all = new ArrayList<>();
        for (LoadLoop loop : loops) {
            Tallies one = new Tallies(loop, name);
            all.add(one);
            loop.execute(one::beat);
        }
        tallies.addAll(all);
        return all;
    }

    /// Looks once a second, and says what it sees.
    private void watchFor(String what, Duration time) throws InterruptedException {
        long beganNs = System.nanoTime();
        long endNs = beganNs + time.toNanos();
        long lastNs = beganNs;
        Tally.Pulse last = sum();
        long lastCpuNs = ProcessSample.of(plan.pids()).cpuNs();
        while (System.nanoTime() < endNs) {
            long leftNs = endNs - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(SECOND_NS, leftNs)));
            check();
            long nowNs = System.nanoTime();
            double seconds = (nowNs - lastNs) / 1e9;
            if (seconds < 0.5) {
                break;
            }
            Tally.Pulse now = sum();
            long cpuNs = ProcessSample.of(plan.pids()).cpuNs();
            double at = (nowNs - beganNs) / 1e9;
            double perSecond = (now.messages() - last.messages()) / seconds;
            rate.add(new Curve.Point(at, perSecond));
            playing.add(new Curve.Point(at, now.playing()));
            latency.add(new Curve.Point(at, now.latencyP99Ms()));
            serverCpu.add(new Curve.Point(at, (cpuNs - lastCpuNs) / 1e7 / seconds));
            show(what + " " + Math.round(at) + "/" + time.toSeconds() + " s", now, perSecond);
            last = now;
            lastNs = nowNs;
            lastCpuNs = cpuNs;
        }
    }

    private void show(String what, Tally.Pulse pulse, double perSecond) {
        progress.line(String.format(Locale.ROOT,
                "%s: %d open, %d playing, %.0f messages/s, latency p99 %.1f ms, %d errors",
                what, pulse.open(), pulse.playing(), perSecond, pulse.latencyP99Ms(),
                pulse.errors()));
    }

    private Tally.Pulse sum() {
        return Stream.concat(presses.stream().map(each -> each.tally().pulse()),
                        tallies.stream().flatMap(each -> Stream.of(each.healthy().pulse(),
                                each.slow().pulse())))
                .reduce(Tally.Pulse.NONE, Tally.Pulse::plus);
    }

    /// A loop that has failed has left its viewers alone: nothing that follows would be true.
    private void check() {
        for (LoadLoop loop : loops) {
            RuntimeException failure = loop.failure();
            if (failure != null) {
                throw new IllegalStateException("a loop of the load generator failed", failure);
            }
        }
    }

    /// Does it on all loops, each called by its index, and waits for it.
    private void onAll(IntConsumer task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(loops.size());
        for (int i = 0; i < loops.size(); i++) {
            int index = i;
            loops.get(i).execute(() -> {
                task.accept(index);
                done.countDown();
            });
        }
        if (!done.await(10, TimeUnit.SECONDS)) {
            check();
            throw new IllegalStateException("a loop of the load generator does not answer");
        }
    }

    private <T> void each(List<T> all, int index, Consumer<T> call) {
        for (int i = index; i < all.size(); i += loops.size()) {
            call.accept(all.get(i));
        }
    }

    private Map<String, Double> metrics() {
        return plan.metrics().map(MetricsText::fetch).orElse(Map.of());
    }

    private static List<Long> ownPid() {
        return List.of(ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        loops.forEach(LoadLoop::close);
    }
}
