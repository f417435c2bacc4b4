/// MP3: the frame header and the track it makes.
///
/// Threading: immutable; parsers are stateless.
/// Spec: ISO/IEC 11172-3:1993, 2.4.1.3; ISO/IEC 13818-3:1998, 2.4.2.3.
@NullMarked
package io.freshet.format.mp3;

import org.jspecify.annotations.NullMarked;
