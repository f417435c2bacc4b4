/// The frame of the API: routes, what each needs, requests, answers, problems.
///
/// Begin with `ApiRoute` and `Router`. A part of the control centre makes a list of routes; the
/// router finds the one that is meant, checks who asks (`Gate`) and whether they may (`Need`), and
/// answers whatever goes wrong. Nothing here knows the HTTP library or a table of the database.
///
/// Threading: a virtual thread a request; handlers may block, for a database's second at most.
@NullMarked
package io.freshet.control.api;

import org.jspecify.annotations.NullMarked;
