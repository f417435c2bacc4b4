package io.freshet.coordination;

import io.freshet.media.Bytes;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What happened in the cluster, in one order, kept for days.
///
/// Threading: shared; see the package.
public interface Ledger {

    /// Adds a line, once however often it is tried within two minutes.
    ///
    /// @param id its own; a second line of the same id is not added
    /// @return done within a few seconds, never exceptionally
    CompletionStage<Noted> note(String id, Bytes line);

    /// Lines after `number`, the oldest first.
    ///
    /// @param number the last one known, 0 for none
    /// @param max    at most so many, 1 to 1 000
    /// @return what there is, maybe nothing; never exceptionally
    CompletionStage<Lines> after(long number, int max);

    /// One line.
    ///
    /// @param number place in the order, from 1
    record Line(long number, String id, Bytes text) {
    }

    /// What became of a line.
    sealed interface Noted {

        /// It is kept, or was already.
        record Kept(long number) implements Noted {
        }

        /// No answer: note it again later, with the same id.
        record Away(String reason) implements Noted {
        }
    }

    /// What was asked for.
    sealed interface Lines {

        /// @param lines in order; empty if there are none yet
        record Known(List<Line> lines) implements Lines {

            public Known {
                lines = List.copyOf(lines);
            }
        }

        /// No answer.
        record Away(String reason) implements Lines {
        }
    }
}
