package io.freshet.tools.load;

import io.freshet.tools.wire.LoadLoop;

/// What the crowds that are told of as one have found on one loop: those who read as they should,
/// and the slow ones.
///
/// Histograms are large, and a run may have hundreds of URLs.
///
/// Threading: confined to the loop, but for the construction; each tally says.
final class Tallies {

    private static final long SECOND_NS = 1_000_000_000L;

    private final LoadLoop loop;
    private final String name;
    private final Tally healthy = new Tally();
    private final Tally slow = new Tally();
    private boolean over;

    Tallies(LoadLoop loop, String name) {
        this.loop = loop;
        this.name = name;
    }

    /// What the crowds are called in the report.
    String name() {
        return name;
    }

    Tally healthy() {
        return healthy;
    }

    Tally slow() {
        return slow;
    }

    /// Tells how it stands once a second from now on.
    void beat() {
        healthy.beat();
        slow.beat();
        if (!over) {
            loop.schedule(this::beat, System.nanoTime() + SECOND_NS);
        }
    }

    /// From here on it counts; before the crowds begin.
    void begin() {
        healthy.begin();
        slow.begin();
    }

    /// From here on nothing counts; after the crowds have finished.
    void finish() {
        over = true;
        healthy.finish();
        slow.finish();
    }
}
