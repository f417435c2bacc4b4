package io.freshet.tools.bench;

import io.freshet.tools.bench.Trial.Result;
import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Results of several candidates in several rounds, and what they are beside the first of them.
///
/// Ratios are made within a round, since figures of a machine drift from one round to the next.
///
/// Threading: confined to its owner.
final class Comparison {

    private final Map<String, List<Result>> results = new LinkedHashMap<>();

    void add(String candidate, Result result) {
        results.computeIfAbsent(candidate, _ -> new ArrayList<>()).add(result);
    }

    /// A section for each candidate.
    List<Section> sections() {
        List<Section> all = new ArrayList<>();
        List<Result> first = results.isEmpty() ? List.of()
                : results.values().iterator().next();
        results.forEach((name, list) -> {
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.of("rounds", list.size()));
            add(figures, "cpu_us_per_message", list, Result::cpuUs);
            add(figures, "latency_p50_ms", list, Result::latencyP50Ms);
            add(figures, "latency_p99_ms", list, Result::latencyP99Ms);
            add(figures, "join_p99_ms", list, Result::joinP99Ms);
            add(figures, "delivered_percent", list, Result::deliveredPercent);
            add(figures, "client_cpu_us_per_message", list, Result::clientCpuUs);
            ratio(figures, "cpu_ratio", list, first, Result::cpuUs);
            ratio(figures, "latency_p99_ratio", list, first, Result::latencyP99Ms);
            all.add(new Section(name, figures));
        });
        return all;
    }

    /// Whose messages cost the least time on the CPU; empty if there are none.
    String cheapest() {
        String best = "";
        double least = Double.MAX_VALUE;
        for (var each : results.entrySet()) {
            double median = sample(each.getValue(), Result::cpuUs).median();
            if (median > 0 && median < least) {
                least = median;
                best = each.getKey();
            }
        }
        return best;
    }

    private static Sample sample(List<Result> list, ToDoubleFunction<Result> part) {
        return Sample.of(list.stream().mapToDouble(part).toArray());
    }

    private static void add(List<Figure> figures, String key, List<Result> list,
            ToDoubleFunction<Result> part) {
        figures.add(Figure.of(key, sample(list, part).text()));
    }

    private static void ratio(List<Figure> figures, String key, List<Result> list,
            List<Result> first, ToDoubleFunction<Result> part) {
        int rounds = Math.min(list.size(), first.size());
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            double of = part.applyAsDouble(first.get(i));
            if (of <= 0) {
                return;
            }
            ratios[i] = part.applyAsDouble(list.get(i)) / of;
        }
        figures.add(Figure.of(key, Sample.of(ratios).text()));
    }
}
