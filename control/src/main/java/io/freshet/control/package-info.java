/// The control centre: its port, what is said of node and streams, and what opens all of the rest.
///
/// Begin with `ControlCentre`. `HttpBinding` makes an `ApiRequest` of HTTP and knows the HTTP
/// library alone; the routes of `api`, `people` and the other packages answer it. `Exposition`
/// writes the metrics. What must be known of the node is asked through `NodeStatus`.
///
/// Threading: a virtual thread per connection; all that is read here is immutable or atomic.
@NullMarked
package io.freshet.control;

import org.jspecify.annotations.NullMarked;
