/// The control port: what an operator, a script or Prometheus asks a node, and the kick.
///
/// Start at [io.freshet.control.ControlServer]; it turns HTTP into an `ApiRequest`, `Api` makes an
/// `ApiAnswer` of it, and neither knows the HTTP library. `Exposition` writes the metrics. What this
/// package must know of the node it asks through `NodeStatus`, which it owns.
///
/// Threading: a virtual thread per connection; all that is read here is immutable or atomic.
@NullMarked
package io.freshet.control;

import org.jspecify.annotations.NullMarked;
