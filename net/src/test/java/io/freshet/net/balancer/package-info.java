/// What load balancers say, and what nobody should take for it.
///
/// Threading: the test's own.
@NullMarked
package io.freshet.net.balancer;

import org.jspecify.annotations.NullMarked;
