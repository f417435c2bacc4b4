/// What an encoder says of the time at which it took a picture.
///
/// `FrameClock` is a clock of the epoch, `TimeCode` one of the day, which lacks date and zone.
///
/// Threading: stateless.
/// Spec: ITU-T H.264 (2024), annex D; ITU-T H.265 (2024), annex D
@NullMarked
package io.freshet.format.clock;

import org.jspecify.annotations.NullMarked;
