/// AAC: decoder configuration, the ADTS header, and the track they make.
///
/// Start at [AudioSpecificConfig]: what RTMP, mp4 and RTP carry. The payload of a frame is one raw
/// access unit; ADTS exists only in MPEG-TS and packed audio.
///
/// Threading: immutable; parsers are stateless.
/// Spec: ISO/IEC 14496-3:2019, 1.6 and 4.4.
@NullMarked
package io.freshet.format.aac;

import org.jspecify.annotations.NullMarked;
