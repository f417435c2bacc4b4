/// Who publishes and who watches, one by one: to be listed, told apart, counted and sent away.
///
/// Start at [io.freshet.live.session.Sessions]. A gateway opens a [io.freshet.live.session.Session]
/// when it lets somebody in and closes it when they have gone; others listen, look, and end them.
///
/// Threading: shared; each class says.
@NullMarked
package io.freshet.live.session;

import org.jspecify.annotations.NullMarked;
