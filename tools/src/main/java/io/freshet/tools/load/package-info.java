/// Viewers and publishers by the thousand, and what they find.
///
/// Start at [io.freshet.tools.load.LoadRun]: a plan, loops with crowds of seats, a report. What a
/// viewer should have got is known from what any viewer of the same stream got (see `Ledger`), so
/// any server can be judged, and no body is parsed.
///
/// Threading: a crowd, its seats and its tally are confined to their loop; results are read when
/// the loops have ended.
@NullMarked
package io.freshet.tools.load;

import org.jspecify.annotations.NullMarked;
