/// Action Message Format: the values in RTMP commands and FLV script tags.
///
/// Start at [Amf0]. AMF3 is read where an AMF0 value switches to it; what we write is AMF0.
///
/// Threading: immutable values, stateless functions.
/// Spec: Action Message Format AMF 0 (Adobe, 2007); AMF 3 (Adobe, January 2013).
@NullMarked
package io.freshet.format.amf;

import org.jspecify.annotations.NullMarked;
