/// The demo channel: a bundled clip, published by the server itself.
///
/// Threading: the stream's loop.
@NullMarked
package io.freshet.gateway.demo;

import org.jspecify.annotations.NullMarked;
