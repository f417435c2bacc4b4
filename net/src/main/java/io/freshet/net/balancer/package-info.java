/// What load balancers say of connections; start at [io.freshet.net.balancer.ProxyHeader].
///
/// Threading: immutable.
/// Spec: The PROXY protocol, versions 1 and 2 (HAProxy, 2020-03-05)
@NullMarked
package io.freshet.net.balancer;

import org.jspecify.annotations.NullMarked;
