package io.freshet.tools.load;

import io.freshet.tools.wire.LoadLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A tenth of the viewers of each kind come before all others and go again, and are not counted:
/// what this program does for the first times it does slowly, and who comes then would wait for it.
/// Told as the server's joins, it was a quarter of a second for 1 000 viewers.
///
/// Threading: the caller's, who waits; the viewers are on the loop.
final class Rehearsal {

    /// Of each kind, and a second: what is asked for a hundred times is compiled.
    private static final int VIEWERS_MAX = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long LOOK_MS = 10;

    private final LoadLoop loop;
    private final List<Crowd> crowds = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private int viewers;

    /// @param plans those of one kind come to the first target of that kind
    Rehearsal(LoadLoop loop, List<CrowdPlan> plans) {
        this.loop = loop;
        Map<String, Integer> wanted = new LinkedHashMap<>();
        plans.forEach(each -> wanted.merge(each.label(), each.viewers(), Integer::sum));
        for (CrowdPlan plan : plans) {
            Integer all = wanted.remove(plan.label());
            if (all != null) {
                add(plan.plain(Math.clamp(all / 10, 1, VIEWERS_MAX),
                        Math.min(plan.perSecond(), VIEWERS_MAX)));
            }
        }
    }

    private void add(CrowdPlan plan) {
        Tallies uncounted = new Tallies(loop, plan.label());
        crowds.add(new Crowd(loop, plan, uncounted, 0));
        tallies.add(uncounted.healthy());
        viewers += plan.viewers();
    }

    /// Until each has its first media or a reason why not, but not for long.
    void run(Progress progress) throws InterruptedException {
        if (viewers > 0) {
            progress.line("rehearsing with " + viewers + " viewers, who are not counted");
        }
        Duration arriving = crowds.stream().map(each -> Duration.ofMillis(
                (long) (1000 * each.plan().viewers() / each.plan().perSecond())))
                .max(Duration::compareTo).orElse(Duration.ZERO);
        long beganNs = System.nanoTime();
        long atMostNs = arriving.plus(PATIENCE).toNanos();
        loop.execute(() -> crowds.forEach(each -> each.start(0, 1, beganNs)));
        while (settled() < viewers && System.nanoTime() - beganNs < atMostNs) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            loop.execute(() -> tallies.forEach(Tally::beat));
        }
        loop.execute(() -> crowds.forEach(Crowd::leave));
    }

    private int settled() {
        return tallies.stream().map(Tally::pulse)
                .mapToInt(pulse -> pulse.playing() + Math.toIntExact(pulse.errors())).sum();
    }
}
