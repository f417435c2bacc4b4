/// Where rules are kept: rows in the database, and the last known ones in a file.
///
/// Start at `AccessDesk`; `RowJson` is between rows and rules.
///
/// Threading: shared; `AccessDesk` says what belongs to one thread.
@NullMarked
package io.freshet.control.access.keep;

import org.jspecify.annotations.NullMarked;
