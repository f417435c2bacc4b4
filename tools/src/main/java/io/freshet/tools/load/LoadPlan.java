package io.freshet.tools.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    public LoadPlan {
        publishers = List.copyOf(publishers);
        crowds = List.copyOf(crowds);
        pids = List.copyOf(pids);
    }
}
