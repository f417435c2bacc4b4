package io.freshet.tools.chaos;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.JsonText;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tells people, or programs, what viewers noticed.
///
/// Threading: confined to its caller.
final class Findings {

    private final PrintStream out;
    private final boolean json;
    private final List<Section> sections = new ArrayList<>();
    private boolean good = true;

    /// @param json for programs: all of it at the end
    Findings(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /// Adds those of one fault.
    ///
    /// @param label   of the fault
    /// @param words   what was done
    /// @param leaders that readers heard, where somebody listened
    void add(String label, String words, List<Verdict> verdicts, Optional<Succession> leaders) {
        good &= verdicts.stream().allMatch(Verdict::isGood)
                && leaders.filter(each -> !each.isGood()).isEmpty();
        if (json) {
            verdicts.forEach(verdict -> sections.add(section(label, verdict)));
            leaders.ifPresent(each -> sections.add(section(label, each)));
        } else {
            table(label + ": " + words, verdicts);
            leaders.ifPresent(each -> out.println("leaders: " + each.words()));
            out.flush();
        }
    }

    /// Whether all of them noticed no more than they may; tells what has not been told.
    boolean end() {
        if (json) {
            out.print(JsonText.of(new Report("freshet chaos", sections, List.of())));
        }
        return good;
    }

    private void table(String title, List<Verdict> verdicts) {
        out.printf(Locale.ROOT, "%n%s%n", title);
        out.printf(Locale.ROOT, "%-12s %-8s %8s %7s %8s %7s %10s %6s %6s %8s  %s%n", "viewer",
                "node", "gap s", "lag s", "reopens", "stalls", "stalled s", "lost", "gaps",
                "breaks", "verdict");
        for (Verdict verdict : verdicts) {
            Account seen = verdict.account();
            out.printf(Locale.ROOT, "%-12s %-8s %8.2f %7.2f %8d %7d %10.2f %6d %6d %8d  %s%n",
                    seen.viewer(), seen.node(), seen.longestGapMs() / 1e3, seen.lagMs() / 1e3,
                    seen.reopens(),
                    seen.stalls(), seen.stalledMs() / 1e3, seen.lost(), seen.gaps(),
                    seen.discontinuities(),
                    verdict.isGood() ? "good" : String.join(", ", verdict.faults()));
        }
        long bad = verdicts.stream().filter(verdict -> !verdict.isGood()).count();
        out.println(bad == 0 ? "verdict: good" : "verdict: " + bad + " of " + verdicts.size()
                + " viewers noticed more than they may");
    }

    private static Section section(String label, Succession leaders) {
        return new Section(label + " leaders", List.of(
                Figure.of("tokens", String.join(" ",
                        leaders.tokens().stream().map(String::valueOf).toList())),
                Figure.of("readers", (long) leaders.readers()),
                Figure.of("cuts", leaders.cuts()),
                Figure.of("stale_seconds", leaders.staleMs() / 1e3),
                Figure.of("verdict", leaders.isGood() ? "good"
                        : String.join(", ", leaders.faults()))));
    }

    private static Section section(String label, Verdict verdict) {
        Account seen = verdict.account();
        return new Section(label + " " + seen.viewer(), List.of(
                Figure.of("node", seen.node()),
                Figure.of("longest_gap_seconds", seen.longestGapMs() / 1e3),
                Figure.of("lag_seconds", seen.lagMs() / 1e3),
                Figure.of("reopens", (long) seen.reopens()),
                Figure.of("stalls", (long) seen.stalls()),
                Figure.of("stalled_seconds", seen.stalledMs() / 1e3),
                Figure.of("lost_segments", (long) seen.lost()),
                Figure.of("gap_segments", (long) seen.gaps()),
                Figure.of("discontinuities", (long) seen.discontinuities()),
                Figure.of("backwards", (long) seen.backwards()),
                Figure.of("frames", seen.frames()),
                Figure.of("verdict", verdict.isGood() ? "good"
                        : String.join(", ", verdict.faults()))));
    }
}
