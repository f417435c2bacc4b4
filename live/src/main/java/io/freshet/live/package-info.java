/// The live core, blind to protocols: streams, their inputs, and who takes frames out of them.
///
/// Start at [io.freshet.live.LiveStream]; follow a batch from `Input.push` through `Timeline` and
/// `Leader` to every `Branch`. What this package needs from above it asks through the small
/// interfaces that it owns: `Loop`, `AccessPolicy`, `StreamEvents`.
///
/// Threading: a stream and all that belongs to it are confined to its owner loop unless said
/// otherwise.
@NullMarked
package io.freshet.live;

import org.jspecify.annotations.NullMarked;
