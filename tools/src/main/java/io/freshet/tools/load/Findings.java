package io.freshet.tools.load;

import io.freshet.tools.figures.Curve;
import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Section;
import io.freshet.tools.machine.ProcessSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts what all loops have found together.
///
/// Threading: confined to the caller; the loops have ended.
final class Findings {

    private static final int THREADS_TOLD = 6;
    private static final int METRICS_TOLD = 60;

    /// What processes used in the measured time.
    ///
    /// @param instructions 0 if they were not counted
    record Use(ProcessSample before, ProcessSample after, long instructions) {
        long cpuNs() {
            return after.cpuNs() - before.cpuNs();
        }

        long steadyCpuNs() {
            return after.steadyCpuNs() - before.steadyCpuNs();
        }
    }

    private final double seconds;
    private final Map<String, Tally> watching = new LinkedHashMap<>();
    private final Map<String, PublishTally> publishing = new LinkedHashMap<>();

    Findings(LoadPlan plan, List<Press> presses, List<Tallies> crowds, double seconds) {
        this.seconds = seconds;
        for (Press press : presses) {
            int number = plan.publishers().indexOf(press.plan()) + 1;
            publishing.computeIfAbsent(number == 1 ? "publish" : "publish " + number,
                    _ -> new PublishTally()).add(press.tally());
        }
        boolean slow = plan.crowds().stream().anyMatch(each -> each.slowPercent() > 0);
        for (Tallies crowd : crowds) {
            watching.computeIfAbsent(crowd.name(), _ -> new Tally()).add(crowd.healthy());
            if (slow) {
                watching.computeIfAbsent(crowd.name() + " slow", _ -> new Tally())
                        .add(crowd.slow());
            }
        }
    }

    List<Section> sections() {
        List<Section> all = new ArrayList<>();
        publishing.forEach((name, tally) -> all.add(new Section(name, tally.figures(seconds))));
        watching.forEach((name, tally) -> all.add(new Section(name, tally.figures(seconds))));
        return all;
    }

    /// Server and client: time on the CPU, and what each message cost of it.
    List<Section> machine(Use server, Use client, int loops) {
        long messages = watching.values().stream().mapToLong(Tally::messages).sum();
        long counted = messages > 0 ? messages
                : publishing.values().stream().mapToLong(PublishTally::sentMessages).sum();
        List<Section> all = new ArrayList<>();
        if (server.cpuNs() > 0) {
            List<Figure> figures = use(server, counted);
            if (counted > 0) {
                figures.add(Figure.of("steady_us_per_message",
                        server.steadyCpuNs() / 1e3 / counted));
            }
            if (counted > 0 && server.instructions > 0) {
                figures.add(Figure.of("instructions_per_message",
                        (double) server.instructions / counted));
            }
            figures.add(Figure.of("waited_percent", 100.0
                    * (server.after.waitedNs() - server.before.waitedNs()) / server.cpuNs()));
            threads(server, figures);
            all.add(new Section("server", figures));
        }
        List<Figure> own = use(client, counted);
        own.add(Figure.of("measured_s", seconds));
        own.add(Figure.of("loops", loops));
        all.add(new Section("client", own));
        return all;
    }

    private List<Figure> use(Use use, long messages) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("cpu_percent", use.cpuNs() / 1e7 / seconds));
        if (messages > 0) {
            figures.add(Figure.of("cpu_us_per_message", use.cpuNs() / 1e3 / messages));
        }
        figures.add(Figure.of("rss_mib", use.after().residentKib() / 1024.0));
        return figures;
    }

    private void threads(Use use, List<Figure> figures) {
        use.after().threadCpuNs().entrySet().stream()
                .map(each -> Map.entry(each.getKey(), each.getValue()
                        - use.before().threadCpuNs().getOrDefault(each.getKey(), 0L)))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(THREADS_TOLD)
                .forEach(each -> figures.add(Figure.of(
                        "thread_" + each.getKey().replaceAll("\\W+", "_")
                                + "_percent", each.getValue() / 1e7 / seconds)));
    }

    /// What changed on the server's page of metrics.
    static List<Section> metrics(Map<String, Double> before, Map<String, Double> after) {
        List<Figure> figures = after.entrySet().stream()
                .filter(each -> !each.getValue().equals(before.getOrDefault(each.getKey(), 0.0)))
                .limit(METRICS_TOLD)
                .map(each -> Figure.of(each.getKey(),
                        each.getValue() - before.getOrDefault(each.getKey(), 0.0)))
                .toList();
        return figures.isEmpty() ? List.of() : List.of(new Section("metrics, change", figures));
    }

    /// How times are spread, and `others`.
    List<Curve> curves(List<Curve> others) {
        List<Curve> all = new ArrayList<>();
        List<Curve.Line> latencies = new ArrayList<>();
        List<Curve.Line> joins = new ArrayList<>();
        watching.forEach((name, tally) -> {
            if (tally.latency.count() > 0) {
                latencies.add(tally.latency.line(name));
            }
            if (tally.join.count() > 0) {
                joins.add(tally.join.line(name));
            }
        });
        add("latency", latencies, all);
        add("join to first key frame", joins, all);
        all.addAll(others);
        return all;
    }

    private static void add(String title, List<Curve.Line> lines, List<Curve> all) {
        if (!lines.isEmpty()) {
            all.add(new Curve(title, Curve.XAxis.NINES, "ms", lines));
        }
    }
}
