package io.freshet.tools.bench;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Section;
import java.util.List;
import java.util.Properties;

/// What a message costs a server, beside what it cost when that was stored.
///
/// Instructions decide where both times they were counted; else transfers of a calibration, which
/// a machine's other work moves by some percent.
///
/// @param name         of the case
/// @param transfers    CPU time in transfers, each time it was measured
/// @param instructions each time they were counted; nothing but zeros if they cannot be
/// @param waited       how long the server waited for its core, percent of the time it had it
record Cost(String name, Sample transfers, Sample instructions, Sample waited) {

    /// A server that waits longer merges writes, and finds its caches full of others' bytes.
    static final double WAITED_PERCENT_MAX = 60;

    /// The figures of a machine with other work on it were seen to move by a tenth.
    static final double TRANSFERS_PERCENT = 20;
    /// What else runs on the machine hardly changes them.
    static final double INSTRUCTIONS_PERCENT = 8;

    /// How it is beside what is stored.
    enum Verdict {
        NOTHING_STORED("nothing stored"), AS_BEFORE("as before"), FASTER("faster"),
        SLOWER("SLOWER"), DISTURBED("none: others had the server's core");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        private static Verdict of(double percent, double tolerance) {
            return percent > tolerance ? SLOWER : percent < -tolerance ? FASTER : AS_BEFORE;
        }
    }

    private double stored(Properties stored, String unit) {
        return Double.parseDouble(stored.getProperty(name + "." + unit, "0"));
    }

    private boolean hasInstructions(Properties stored) {
        return instructions.median() > 0 && stored(stored, "instructions") > 0;
    }

    /// By how much more it costs, percent; 0 if nothing is stored.
    double percent(Properties stored) {
        double before = hasInstructions(stored) ? stored(stored, "instructions")
                : stored(stored, "transfers");
        Sample now = hasInstructions(stored) ? instructions : transfers;
        return before <= 0 ? 0 : 100 * (now.median() / before - 1);
    }

    Verdict verdict(Properties stored) {
        return hasInstructions(stored) ? Verdict.of(percent(stored), INSTRUCTIONS_PERCENT)
                : stored(stored, "transfers") <= 0 ? Verdict.NOTHING_STORED
                        : waited.median() > WAITED_PERCENT_MAX ? Verdict.DISTURBED
                        : Verdict.of(percent(stored), TRANSFERS_PERCENT);
    }

    void store(Properties target) {
        target.setProperty(name + ".transfers", rounded(transfers));
        if (instructions.median() > 0) {
            target.setProperty(name + ".instructions", rounded(instructions));
        }
    }

    private static String rounded(Sample sample) {
        return new Figure.Amount(sample.median()).text();
    }

    Section section(Properties stored) {
        return new Section(name, List.of(
                Figure.of("transfers_per_message", transfers.text()),
                Figure.of("stored_transfers", stored(stored, "transfers")),
                Figure.of("instructions_per_message", instructions.median() > 0
                        ? instructions.text() : "not counted here"),
                Figure.of("stored_instructions", stored(stored, "instructions")),
                Figure.of("waited_percent", waited.text()),
                Figure.of("change_percent", percent(stored)),
                Figure.of("verdict", verdict(stored).words)));
    }
}
