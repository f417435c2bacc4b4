package io.freshet.tools.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether what a viewer went through is within what a fault may cost.
///
/// @param account of the viewer
/// @param faults  what was worse; empty if all is well
record Verdict(Account account, List<String> faults) {

    Verdict {
        faults = List.copyOf(faults);
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    /// @param bounds what viewers may notice
    /// @param struck whether it was at the edge that was broken
    /// @param slack  times may be so many times longer, and players may stall for so many seconds
    ///               less one: 1, or more on a machine that is busy with other things
    static Verdict of(Account seen, Fault.Bounds bounds, boolean struck, int slack) {
        boolean playlist = seen.viewer().startsWith("hls") || seen.viewer().startsWith("ll-hls");
        List<String> bad = new ArrayList<>();
        if (seen.frames() == 0) {
            bad.add("nothing came");
        }
        if (!playlist && seen.longestGapMs() > slack * (struck ? bounds.backMs()
                : bounds.gapMs())) {
            bad.add(String.format(Locale.ROOT, "a gap of %.1f s", seen.longestGapMs() / 1e3));
        }
        if (seen.reopens() > (struck ? 2 * slack : bounds.reopens())) {
            bad.add("opened again " + seen.reopens() + " times");
        }
        if (playlist && !struck && seen.stalledMs() > (slack - 1) * 1_000L) {
            bad.add(String.format(Locale.ROOT, "stalled for %.1f s", seen.stalledMs() / 1e3));
        }
        if (seen.lagMs() > bounds.lagMs()) {
            bad.add(String.format(Locale.ROOT, "fell behind by %.1f s", seen.lagMs() / 1e3));
        }
        if (seen.lost() > 0) {
            bad.add("lost " + seen.lost() + " segments");
        }
        if (seen.discontinuities() > bounds.discontinuities()) {
            bad.add(seen.discontinuities() + " discontinuities");
        }
        if (seen.backwards() > 0) {
            bad.add("went back " + seen.backwards() + " times");
        }
        return new Verdict(seen, bad);
    }
}
