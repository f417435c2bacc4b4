/// What happened on this node: kept, listed, and told as it happens.
///
/// Start at [io.freshet.control.events.EventLog]. An event goes to a local journal first, which
/// needs no database; from there it is told to followers at once, and shipped to the database as
/// soon as that is there, each event once however often it is tried. What must happen exactly when
/// an event is stored (an outbox, say) is done by a [io.freshet.control.events.StoredWith] in the
/// same transaction.
///
/// Threading: shared; `happened` may be called on event loops and never blocks.
@NullMarked
package io.freshet.control.events;

import org.jspecify.annotations.NullMarked;
