package io.freshet.live.packaging;

import io.freshet.media.Frame;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Traits;

/// How far one track has come, as the cutter sees it.
///
/// Threading: confined to the stream's owner loop.
final class TrackProgress {

    private static final long MILLION = 1_000_000;

    private Track track;
    private boolean seen;
    private boolean silent;
    private boolean outage;
    private long lastDts;
    private long lastDuration;
    /// The others have waited for this track since then, in microseconds.
    private long waitedSinceUs;

    TrackProgress(Track track, long waitedSinceUs) {
        this.track = track;
        this.waitedSinceUs = waitedSinceUs;
        this.lastDuration = nominal(track);
    }

    Track track() {
        return track;
    }

    void changeTo(Track newTrack) {
        if (newTrack.timescale() != track.timescale()) {
            seen = false;
            lastDts = Timestamp.rescale(lastDts, track.timescale(), newTrack.timescale());
            lastDuration = nominal(newTrack);
        }
        track = newTrack;
    }

    boolean silent() {
        return silent;
    }

    void silent(boolean newSilent) {
        silent = newSilent;
    }

    boolean seen() {
        return seen;
    }

    /// Decode time of the last frame; 0 before the first.
    long lastDts() {
        return lastDts;
    }

    /// End of the last frame if it lasts as long as the one before it.
    long expectedDts() {
        return lastDts + lastDuration;
    }

    /// How long the last frame is taken to last.
    long lastDuration() {
        return lastDuration;
    }

    /// What lies between the end of the last frame and this one; 0 or less if nothing.
    long hole(Frame frame) {
        return seen ? frame.dts() - expectedDts() : 0;
    }

    long waitedSinceUs() {
        return waitedSinceUs;
    }

    /// The others wait from here on: after an outage nobody is behind yet.
    void waitFrom(long us) {
        waitedSinceUs = Math.max(waitedSinceUs, us);
    }

    /// The distance to the next frame is no frame's duration.
    void afterOutage() {
        outage = true;
    }

    /// Takes the frame in; `afterHole` says that its distance to the last one is no frame's
    /// duration.
    void advance(Frame frame, boolean afterHole) {
        if (seen && !afterHole && !outage && frame.dts() > lastDts) {
            lastDuration = frame.dts() - lastDts;
        }
        seen = true;
        outage = false;
        lastDts = frame.dts();
        waitFrom(Timestamp.rescale(frame.dts(), track.timescale(), (int) MILLION));
    }

    /// What the configuration says about a frame's duration, else 40 ms.
    static long nominal(Track track) {
        return switch (track.traits()) {
            case Traits.Picture picture when picture.framesPerKilosecond() > 0 ->
                    track.timescale() * 1000L / picture.framesPerKilosecond();
            case Traits.Sound sound when sound.samplesPerFrame() > 0 -> sound.samplesPerFrame();
            case Traits _ -> track.timescale() / 25L;
        };
    }
}
