/// The coordination engine on NATS with JetStream: key-value buckets, subjects, a stream.
///
/// Start at [io.freshet.cluster.nats.NatsEngine]. Nothing else in Freshet knows jnats, and none of
/// its classes is loaded on a node that is alone.
///
/// Threading: shared; what blocks runs on virtual threads, what is told comes through one `Voice`.
@NullMarked
package io.freshet.cluster.nats;

import org.jspecify.annotations.NullMarked;
