/// AV1: configuration, sequence header and temporal units as Freshet carries them.
///
/// Start at [Av1Track] and [Av1TemporalUnit].
///
/// Threading: immutable; parsing is confined to the call.
///
/// Spec: AV1 Bitstream & Decoding Process, version 1.0.0 with errata 1; AV1 Codec ISO Media File
/// Format Binding, v1.2.0.
@NullMarked
package io.freshet.format.av1;

import org.jspecify.annotations.NullMarked;
