/// Keys, rules, tokens, viewers and bans over the API.
///
/// `Desks` holds what the routes share.
///
/// Threading: immutable.
@NullMarked
package io.freshet.control.access.routes;

import org.jspecify.annotations.NullMarked;
