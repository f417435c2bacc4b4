package io.freshet.media;

/// One coded picture or audio packet.
///
/// @param track      its track, in the configuration that decodes it
/// @param dts        decode time in ticks of the track's timescale
/// @param pts        presentation time in ticks of the track's timescale, not below `dts`
/// @param flags      a sum of the constants here
/// @param payload    its bytes, in the form that its codec names
/// @param capturedNs when it was captured, ns of the Unix epoch; 0 if the source did not say
public record Frame(Track track, long dts, long pts, int flags, Payload payload, long capturedNs)
        implements Signal {

    /// Decoding can start here.
    public static final int KEY = 1;
    /// With [#KEY]: not an IDR; [#LEADING] frames may follow that a joining decoder must not get.
    public static final int OPEN_GOP = 2;
    /// No other frame refers to it.
    public static final int DROPPABLE = 4;
    /// Refers to frames before the last open key frame and is shown before it.
    public static final int LEADING = 8;

    /// Decoding can start here; true for every audio frame.
    public boolean isKey() {
        return (flags & KEY) != 0;
    }

    /// Whether it has that flag.
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// What its track carries.
    public Kind kind() {
        return track.kind();
    }

    /// Decode time on another clock, rounded towards the past.
    public long dtsOn(int timescale) {
        return Timestamp.rescale(dts, track.timescale(), timescale);
    }

    /// Presentation time on another clock, rounded towards the past.
    public long ptsOn(int timescale) {
        return Timestamp.rescale(pts, track.timescale(), timescale);
    }

    /// The same frame at another time.
    public Frame at(long newDts, long newPts) {
        return new Frame(track, newDts, newPts, flags, payload, capturedNs);
    }

    /// The same frame on a track in another configuration or with another id.
    public Frame on(Track newTrack) {
        return new Frame(newTrack, dts, pts, flags, payload, capturedNs);
    }
}
