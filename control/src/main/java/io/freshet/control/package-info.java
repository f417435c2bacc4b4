/// The control port: what an operator, a script or Prometheus asks a node, and the kick.
///
/// Start at [io.freshet.control.ControlServer]; `HttpBinding` makes an `ApiRequest` of HTTP, `Api`
/// an `ApiAnswer` of that, and only the binding knows the HTTP library. `Exposition` writes the
/// metrics. What this package must know of the node it asks through `NodeStatus`, which it owns.
///
/// Threading: a virtual thread per connection; all that is read here is immutable or atomic.
@NullMarked
package io.freshet.control;

import org.jspecify.annotations.NullMarked;
