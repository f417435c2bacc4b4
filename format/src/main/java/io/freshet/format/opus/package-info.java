/// Opus: the identification header, how long a packet lasts, and the track they make.
///
/// Threading: immutable; parsers are stateless.
/// Spec: RFC 7845, 5.1; RFC 6716, 3.
@NullMarked
package io.freshet.format.opus;

import org.jspecify.annotations.NullMarked;
