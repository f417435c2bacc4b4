/// MPEG-TS segments and packed audio for HLS, as functions of tracks, frames and a clock.
///
/// Start at [TsSegmentWriter]. Every node that has the same frames writes the same bytes, and a
/// segment can be played after any other: see deterministic packaging, rule 8.
///
/// Threading: immutable; writers are confined to the call.
/// Spec: ISO/IEC 13818-1:2023; RFC 8216, 3.2 and 3.4.
@NullMarked
package io.freshet.format.ts;

import org.jspecify.annotations.NullMarked;
