/// Certificates from an authority that gives them to programs, renewed by themselves.
///
/// Start at [io.freshet.server.acme.Renewal]. Nothing here is loaded while no domain is named.
///
/// Threading: a thread of its own, which may block; [io.freshet.server.acme.Challenges] is shared.
/// Spec: RFC 8555; RFC 7515; RFC 7638.
@NullMarked
package io.freshet.server.acme;

import org.jspecify.annotations.NullMarked;
