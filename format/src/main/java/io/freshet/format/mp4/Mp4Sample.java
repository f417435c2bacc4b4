package io.freshet.format.mp4;

import io.freshet.media.Payload;

/// One frame as a fragment lists it.
///
/// @param durationTicks          to the next sample's decode time, 0 to 2^32 - 1
/// @param compositionOffsetTicks presentation time minus decode time
/// @param flags                  as those of [io.freshet.media.Frame]
/// @param payload                its bytes, as the track's codec has them
public record Mp4Sample(long durationTicks, int compositionOffsetTicks, int flags,
        Payload payload) {

    public Mp4Sample {
        if (durationTicks < 0 || durationTicks > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("duration of " + durationTicks + " ticks");
        }
    }
}
