/// Tells people when something breaks, and when it is good again.
///
/// Start at [io.freshet.control.alerts.AlertDesk]. `Watchers` say what holds now, `AlertBook` makes
/// alerts of it (how long it must hold, when it is over), `Grouping` collects what is told together
/// and leaves out what is silenced, and a `Carrier` brings it to people: webhook, e-mail, or any
/// HTTP interface, as of an SMS gateway.
///
/// Threading: one thread evaluates; sending has virtual ones; routes may come from any.
@NullMarked
package io.freshet.control.alerts;

import org.jspecify.annotations.NullMarked;
