/// The only sockets of the media plane, on Netty; knows bytes, not media.
///
/// Threading: event loops; each class says which.
@NullMarked
package io.freshet.net;

import org.jspecify.annotations.NullMarked;
