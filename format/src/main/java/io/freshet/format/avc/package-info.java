/// H.264: configuration, parameter sets and access units as Freshet carries them.
///
/// Start at [AvcTrack] and [AvcAccessUnit]; [AnnexB] is for MPEG-TS and RTP, for H.265 as well.
///
/// Threading: immutable; parsing is confined to the call.
///
/// Spec: ISO/IEC 14496-10:2022 (H.264); ISO/IEC 14496-15:2022, clause 5; RFC 6381, 3.3.
@NullMarked
package io.freshet.format.avc;

import org.jspecify.annotations.NullMarked;
