package io.freshet.tools.load;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A whole run.
///
/// @param title      what the report is called
/// @param publishers begin first
/// @param crowds     begin when the publishers send
/// @param warmup     from the last viewer's coming to the measured time
/// @param duration   the measured time
/// @param loops      threads
/// @param pids       the server's processes, if they are on this machine
/// @param metrics    the server's page of metrics, if it has one
public record LoadPlan(String title, List<PublishPlan> publishers, List<CrowdPlan> crowds,
        Duration warmup, Duration duration, int loops, List<Long> pids, Optional<URI> metrics) {

    /// Nobody reads more tables.
    private static final int TOLD_APART_MAX = 8;

    public LoadPlan {
        publishers = List.copyOf(publishers);
        crowds = List.copyOf(crowds);
        pids = List.copyOf(pids);
    }

    /// What each crowd is called in the report: by protocol, and with a number if there are several
    /// of one. Those of one protocol that are many have one name, and are counted together.
    Map<CrowdPlan, String> names() {
        Map<String, Long> counts = crowds.stream()
                .collect(Collectors.groupingBy(CrowdPlan::label, Collectors.counting()));
        Map<CrowdPlan, String> names = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (CrowdPlan crowd : crowds) {
            String label = crowd.label();
            int number = counts.getOrDefault(label, 0L) > TOLD_APART_MAX ? 1
                    : numbers.merge(label, 1, Integer::sum);
            names.put(crowd, number == 1 ? label : label + " " + number);
        }
        return names;
    }
}
