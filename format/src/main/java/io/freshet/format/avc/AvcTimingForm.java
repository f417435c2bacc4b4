package io.freshet.format.avc;

/// What the picture timing message of a stream looks like, where it can carry time codes.
///
/// Spec: ISO/IEC 14496-10:2022, D.1.3 and E.1.2
///
/// @param cpbRemovalBits 0 if there are no delays
/// @param dpbOutputBits  0 if there are no delays
public record AvcTimingForm(int cpbRemovalBits, int dpbOutputBits) {
}
