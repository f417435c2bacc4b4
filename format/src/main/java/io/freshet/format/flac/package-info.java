/// FLAC: STREAMINFO, how long a frame lasts, and the track they make.
///
/// Threading: immutable; parsers are stateless.
/// Spec: RFC 9639, 8.2 and 9.1.
@NullMarked
package io.freshet.format.flac;

import org.jspecify.annotations.NullMarked;
