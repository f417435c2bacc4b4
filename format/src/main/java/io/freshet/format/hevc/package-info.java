/// H.265: configuration, parameter sets and access units as Freshet carries them.
///
/// Start at [HevcTrack] and [HevcAccessUnit]; Annex B is [io.freshet.format.avc.AnnexB].
///
/// Threading: immutable; parsing is confined to the call.
///
/// Spec: ISO/IEC 23008-2:2023 (H.265); ISO/IEC 14496-15:2022, clause 8 and annex E.
@NullMarked
package io.freshet.format.hevc;

import org.jspecify.annotations.NullMarked;
