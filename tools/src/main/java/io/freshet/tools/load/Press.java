package io.freshet.tools.load;

import io.freshet.tools.wire.LoadLoop;
import java.util.ArrayList;
import java.util.List;

/// The publishers of one plan that live on one loop.
///
/// Threading: confined to the loop, but for the construction.
final class Press {

    private static final long SECOND_NS = 1_000_000_000L;

    private final LoadLoop loop;
    private final PublishPlan plan;
    private final PublishTally tally = new PublishTally();
    private final WallClock clock = new WallClock();
    private final List<Publisher> publishers = new ArrayList<>();
    private boolean over;

    Press(LoadLoop loop, PublishPlan plan) {
        this.loop = loop;
        this.plan = plan;
    }

    void start(int index, int loops, long atNs) {
        for (int i = index; i < plan.publishers(); i += loops) {
            Publisher publisher = new Publisher(loop, plan, i, tally, clock);
            publishers.add(publisher);
            loop.schedule(publisher::open, atNs + (long) (i / plan.perSecond() * SECOND_NS));
        }
        beat();
    }

    private void beat() {
        tally.beat();
        clock.set();
        if (!over) {
            loop.schedule(this::beat, System.nanoTime() + SECOND_NS);
        }
    }

    void begin() {
        tally.begin();
    }

    void finish() {
        over = true;
        tally.finish();
    }

    void stop() {
        publishers.forEach(Publisher::stop);
    }

    PublishPlan plan() {
        return plan;
    }

    PublishTally tally() {
        return tally;
    }
}
