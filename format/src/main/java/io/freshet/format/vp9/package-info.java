/// VP9: configuration and frames as Freshet carries them.
///
/// Start at [Vp9Track] and [Vp9Frame].
///
/// Threading: immutable; parsing is confined to the call.
///
/// Spec: VP9 Bitstream & Decoding Process, version 0.7; VP Codec ISO Media File Format Binding,
/// 1.0.
@NullMarked
package io.freshet.format.vp9;

import org.jspecify.annotations.NullMarked;
