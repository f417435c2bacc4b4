/// Bytes to media and back, one package per format, as pure functions.
///
/// Threading: immutable or confined to the caller.
@NullMarked
package io.freshet.format;

import org.jspecify.annotations.NullMarked;
