/// Conversations without sockets: bytes and time in, bytes and events out.
///
/// Threading: confined to the caller.
@NullMarked
package io.freshet.protocol;

import org.jspecify.annotations.NullMarked;
