/// Settings: what an operator can say, checked before anything starts.
///
/// Start at [Settings]. Every key is declared once, in [ServerKeys] or [AppKeys], with its type,
/// default and meaning; the reference pages, the checks and the records all come from there.
///
/// Threading: immutable.
@NullMarked
package io.freshet.server.config;

import org.jspecify.annotations.NullMarked;
