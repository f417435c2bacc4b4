package io.freshet.control;

import io.freshet.control.quality.Durations;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Gathers the metric families of one scrape.
///
/// Threading: confined to the scrape.
final class Families {

    private final List<Supplier<MetricSnapshot>> families = new ArrayList<>();

    /// One family, to which samples are added.
    interface Family {

        /// @param labels names and values by turns, the same names for every sample of a family
        void add(double value, String... labels);

        /// The same; what is counted stays exact up to 2^53.
        default void add(long value, String... labels) {
            add((double) value, labels);
        }
    }

    /// Something that goes up and down.
    Family gauge(String name, String help) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
        families.add(builder::build);
        return (value, labels) -> builder.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value).labels(Labels.of(labels)).build());
    }

    /// Something that only grows; `_total` is added to its name.
    Family counter(String name, String help) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        families.add(builder::build);
        return (value, labels) -> builder.dataPoint(CounterDataPointSnapshot.builder()
                .value(value).labels(Labels.of(labels)).build());
    }

    /// Durations by size, without labels.
    void histogram(String name, String help, Durations durations) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long before = 0;
        for (int i = 0; i < durations.boundsS().size(); i++) {
            long upTo = durations.atMost().get(i);
            buckets.bucket(durations.boundsS().get(i), upTo - before);
            before = upTo;
        }
        buckets.bucket(Double.POSITIVE_INFINITY, durations.count() - before);
        families.add(() -> HistogramSnapshot.builder().name(name).help(help)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build()).sum(durations.sumS()).build())
                .build());
    }

    MetricSnapshots all() {
        return new MetricSnapshots(families.stream().map(Supplier::get).toList());
    }
}
