package io.freshet.live.packaging;

import io.freshet.media.Frame;
import io.freshet.media.Track;
import java.util.ArrayList;
import java.util.List;

/// A whole segment of one rendition.
///
/// @param at     where it begins, and its number
/// @param track  the configuration that its frames have
/// @param init   its init segment
/// @param dateMs PROGRAM-DATE-TIME
/// @param ticks  how long it lasts
/// @param listed its parts are listed one by one
/// @param independent a decoder can begin here; not after a forced cut, nor in another quality
///               whose encoder puts its key frames elsewhere
/// @param parts  what it is made of; none if it is a gap
/// @param whole  all parts in a row
record Segment(Boundary at, Track track, InitSegment init, long dateMs, long ticks,
        boolean listed, boolean independent, List<Part> parts, Resource whole) {

    Segment {
        parts = List.copyOf(parts);
    }

    long number() {
        return at.number();
    }

    /// Nothing is there: an outage, or the track was silent.
    boolean gap() {
        for (Part part : parts) {
            if (!part.gap()) {
                return false;
            }
        }
        return true;
    }

    /// What is in it, in decode order; made anew with each call.
    List<Frame> frames() {
        List<Frame> all = new ArrayList<>();
        parts.forEach(part -> part.frames().forEach(track, part.resource().payload(), all::add));
        return all;
    }

    long durationUs() {
        return micros(ticks, track.timescale());
    }

    /// `{tag}/{number}-{parts}.m4s`
    String uri() {
        return at.path() + "-" + parts.size() + ".m4s";
    }

    static long micros(long ticks, int timescale) {
        return ticks * 1_000_000 / timescale;
    }
}
