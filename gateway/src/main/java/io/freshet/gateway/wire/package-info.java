/// Shared wire bytes: made once per stream, format and loop, and sent to every viewer there.
///
/// Start at [io.freshet.gateway.wire.Fanout]: it appends what a stream carries to a `WireLog` in
/// one [io.freshet.gateway.wire.WireFormat]; a viewer is a position in that log and holds no bytes
/// of its own.
///
/// Threading: confined to one loop unless said otherwise.
@NullMarked
package io.freshet.gateway.wire;

import org.jspecify.annotations.NullMarked;
