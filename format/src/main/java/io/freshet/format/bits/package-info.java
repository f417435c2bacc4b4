/// Reading what codecs write bit by bit: parameter sets, headers, length-prefixed NAL units.
///
/// Start at [BitReader]; [NalFilter] is what H.264 and H.265 access units are built on.
///
/// Threading: readers are confined to the caller, the rest is immutable.
///
/// Spec: ISO/IEC 14496-10 and 23008-2, 7.2 and 9.1 (9.2); ISO/IEC 14496-15:2022, 5.3.3.
@NullMarked
package io.freshet.format.bits;

import org.jspecify.annotations.NullMarked;
