/// What the bodies of RTMP messages say.
///
/// Start at [Command]. Audio, video and data bodies are the tag bodies of `format.flv`.
///
/// Threading: immutable values, stateless functions.
///
/// Spec: Adobe RTMP 1.0, 5.4, 6.2 and 7.
@NullMarked
package io.freshet.protocol.rtmp.message;

import org.jspecify.annotations.NullMarked;
