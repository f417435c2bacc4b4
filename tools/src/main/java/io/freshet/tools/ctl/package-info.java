/// `freshet ctl`: what the control API does, on the command line.
///
/// Start at [io.freshet.tools.ctl.Ctl]. It knows no operation by itself: `ApiDocument` reads those
/// of the node's own OpenAPI file, `Order` makes a request of words, `Answer` a table of JSON. So
/// a route that a node has is a command, whatever the versions of the two.
///
/// Threading: confined to the main thread.
///
/// Spec: OpenAPI 3.1.0; RFC 9457
@NullMarked
package io.freshet.tools.ctl;

import org.jspecify.annotations.NullMarked;
