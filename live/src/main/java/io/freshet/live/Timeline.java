package io.freshet.live;

import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Places the frames of changing sources on one monotonic timeline that keeps wall time.
///
/// Output time = source time + offset. A source's first frame lands at the wall clock, or at the
/// end of the last known frame if that is later; after that the offset stays, and only a leap of
/// the source's clock changes it. Each track keeps its own offset, so that a track on a clock of
/// its own does not move the others; one that leaps first tries the offset of the one that leapt
/// before it. Sound is counted in samples: RTMP's milliseconds are only a hint.
///
/// Threading: confined to the stream's owner loop.
final class Timeline {

    /// Sound further off its sample count than this has lost or gained something.
    private static final int AUDIO_TOLERANCE_MS = 20;
    /// Up to here a hint may be untidy: GStreamer's flvmux, short of CPU, writes late sound with
    /// the time of what it wrote before, and phones stamp sound when they get it. It is believed
    /// only if it stays off.
    private static final int DOUBT_MS = 250;
    /// Longer than sound needs to catch up by [#DOUBT_MS].
    private static final int PROOF_MS = 300;
    /// A frame may come so much before its predecessor and still be untidy rather than a leap.
    private static final int STEP_BACK_MS = 500;
    /// A frame may come so much too late, beyond the time that passed, and still be a pause.
    private static final int STEP_AHEAD_MS = 3_000;

    /// One to a few of them: a walk beats a map.
    private TrackClock[] clocks = {};
    /// Of the track that leapt last; of all tracks at a source's start.
    private long sharedOffsetMs;
    private boolean anchored;
    private long endMs;

    private long jumps;
    private long audioAnchors;
    private long steps;
    private long dropped;
    private long untilKey;
    private long clockMoves;

    /// Where one track has come, in its own ticks.
    private static final class TrackClock {
        final int trackId;
        int timescale;
        long offsetMs;
        long previousOffsetMs;
        long nextDts;
        long lastDts = Long.MIN_VALUE;
        long lastSeenNs;
        /// Sound placed by its count though the hint said later, or earlier.
        long doubtedTicks;
        boolean doubtedEarly;
        /// There is too much sound: it is left out until time has caught up.
        boolean tooMuch;
        /// Of the last sound that was not there already.
        long lastHint = Long.MIN_VALUE;

        TrackClock(int trackId) {
            this.trackId = trackId;
        }

        /// A new configuration may count in other ticks; the places stay.
        void count(int newTimescale) {
            if (timescale != newTimescale && lastDts != Long.MIN_VALUE) {
                lastDts = Timestamp.rescale(lastDts, timescale, newTimescale);
                nextDts = Timestamp.rescale(nextDts, timescale, newTimescale);
                lastHint = lastDts;
                believe();
            }
            timescale = newTimescale;
        }

        void believe() {
            doubtedTicks = 0;
            tooMuch = false;
        }
    }

    /// A new source follows: its first frame finds the offset.
    void restart() {
        anchored = false;
        clocks = new TrackClock[0];
    }

    /// A source follows whose offset is known, behind frames that were placed already.
    void resume(long offsetMs, List<Frame> placed, long nowNs) {
        restart();
        anchored = true;
        sharedOffsetMs = offsetMs;
        for (Frame frame : placed) {
            TrackClock clock = clockOf(frame.track().id());
            clock.timescale = frame.track().timescale();
            clock.offsetMs = offsetMs;
            clock.previousOffsetMs = offsetMs;
            clock.nextDts = frame.dts() + nominalDuration(frame.track(), clock, frame.dts());
            clock.lastDts = frame.dts();
            clock.lastSeenNs = nowNs;
        }
    }

    private TrackClock clockOf(int trackId) {
        for (TrackClock clock : clocks) {
            if (clock.trackId == trackId) {
                return clock;
            }
        }
        clocks = Arrays.copyOf(clocks, clocks.length + 1);
        clocks[clocks.length - 1] = new TrackClock(trackId);
        return clocks[clocks.length - 1];
    }

    /// The frame on `track` at its place, or null if there is none for it.
    ///
    /// @param frame  in source time
    /// @param track  the stream's own track for it
    /// @param nowNs  monotonic
    /// @param wallMs Unix time
    @Nullable Frame place(Frame frame, Track track, long nowNs, long wallMs) {
        if (!anchored) {
            sharedOffsetMs = Math.max(wallMs, endMs) - frame.dtsOn(1000);
            anchored = true;
        }
        TrackClock clock = clockOf(track.id());
        clock.count(track.timescale());
        long dts = placed(frame, track, clock, nowNs);
        if (dts == Long.MIN_VALUE) {
            dropped++;
            return null;
        }
        long composition = frame.pts() - frame.dts();
        if (composition < 0) {
            clockMoves++;
            composition = 0;
        }
        long duration = nominalDuration(track, clock, dts);
        clock.lastDts = dts;
        clock.nextDts = dts + duration;
        clock.lastSeenNs = nowNs;
        endMs = Math.max(endMs, Timestamp.rescale(clock.nextDts, track.timescale(), 1000) + 1);
        return new Frame(track, dts, dts + composition, frame.flags(), frame.payload(),
                frame.capturedNs());
    }

    private long placed(Frame frame, Track track, TrackClock clock, long nowNs) {
        int timescale = track.timescale();
        if (clock.lastDts == Long.MIN_VALUE) {
            clock.offsetMs = sharedOffsetMs;
            clock.previousOffsetMs = sharedOffsetMs;
            return frame.dts() + offset(sharedOffsetMs, timescale);
        }
        long dts = settled(frame, clock, (nowNs - clock.lastSeenNs) / 1_000_000);
        return track.kind() == Kind.AUDIO && nominalAudioTicks(track) > 0
                ? counted(dts, clock)
                : ascending(dts, clock);
    }

    /// On the track's own clock, or on the one that it changes to.
    private long settled(Frame frame, TrackClock clock, long passedMs) {
        long own = frame.dts() + offset(clock.offsetMs, clock.timescale);
        if (!leaps(own, clock, passedMs)) {
            return own;
        }
        long shared = frame.dts() + offset(sharedOffsetMs, clock.timescale);
        if (!leaps(shared, clock, passedMs)) {
            clock.previousOffsetMs = clock.offsetMs;
            clock.offsetMs = sharedOffsetMs;
            return shared;
        }
        long before = frame.dts() + offset(clock.previousOffsetMs, clock.timescale);
        if (!leaps(before, clock, passedMs)) {
            return before;
        }
        // Nothing is lost when a clock leaps: the frame follows its predecessor.
        jumps++;
        clock.previousOffsetMs = clock.offsetMs;
        clock.offsetMs += Timestamp.rescale(clock.nextDts - own, clock.timescale, 1000);
        sharedOffsetMs = clock.offsetMs;
        return clock.nextDts;
    }

    /// Back is measured from the last frame, not from its end: behind a pause its end is a guess.
    private static boolean leaps(long dts, TrackClock clock, long passedMs) {
        return ms(clock.lastDts - dts, clock) > STEP_BACK_MS
                || ms(dts - clock.nextDts, clock) > STEP_AHEAD_MS + passedMs;
    }

    /// Sound: the sample count rules while the hint agrees with it.
    private long counted(long hint, TrackClock clock) {
        long lateMs = ms(hint - clock.nextDts, clock);
        boolean fits = Math.abs(lateMs) <= AUDIO_TOLERANCE_MS;
        if (!fits && lateMs < 0 && hint <= clock.lastHint) {
            // It came before.
            return Long.MIN_VALUE;
        }
        clock.lastHint = hint;
        if (fits) {
            clock.believe();
            return clock.nextDts;
        }
        if (clock.doubtedEarly != lateMs < 0) {
            clock.doubtedEarly = lateMs < 0;
            clock.believe();
        }
        if (!clock.tooMuch && Math.abs(lateMs) <= DOUBT_MS
                && ms(clock.doubtedTicks, clock) < PROOF_MS) {
            clock.doubtedTicks += clock.nextDts - clock.lastDts;
            return clock.nextDts;
        }
        return anchored(hint, lateMs < 0, clock);
    }

    /// Later, or not at all: what is out already cannot be taken back.
    private long anchored(long hint, boolean early, TrackClock clock) {
        audioAnchors += clock.tooMuch ? 0 : 1;
        clock.believe();
        clock.tooMuch = early;
        return early ? Long.MIN_VALUE : hint;
    }

    private long ascending(long dts, TrackClock clock) {
        if (dts > clock.lastDts) {
            return dts;
        }
        steps++;
        return clock.lastDts + 1;
    }

    private static long nominalDuration(Track track, TrackClock clock, long dts) {
        int audio = nominalAudioTicks(track);
        if (track.kind() == Kind.AUDIO && audio > 0) {
            return audio;
        }
        if (clock.lastDts == Long.MIN_VALUE || clock.nextDts <= clock.lastDts) {
            return track.timescale() / 25;
        }
        // A pause says nothing about how long a picture lasts.
        return Math.clamp(dts - clock.lastDts, 1, track.timescale());
    }

    private static int nominalAudioTicks(Track track) {
        return track.traits() instanceof Traits.Sound sound ? sound.samplesPerFrame() : 0;
    }

    /// A frame that another node has placed: what comes here later goes on behind it.
    void follow(Frame frame) {
        Track track = frame.track();
        int sound = nominalAudioTicks(track);
        long duration = sound > 0 ? sound
                : track.traits() instanceof Traits.Picture picture
                        && picture.framesPerKilosecond() > 0
                ? track.timescale() * 1000L / picture.framesPerKilosecond()
                : track.timescale() / 25;
        endMs = Math.max(endMs,
                Timestamp.rescale(frame.dts() + duration, track.timescale(), 1000) + 1);
    }

    private static long offset(long offsetMs, int timescale) {
        return Timestamp.rescale(offsetMs, 1000, timescale);
    }

    private static long ms(long ticks, TrackClock clock) {
        return Timestamp.rescale(ticks, clock.timescale, 1000);
    }

    /// A frame that could not be shown because no key frame had come.
    void countUntilKey() {
        untilKey++;
    }

    /// End of the last frame placed, ms of output time; 0 before the first.
    long endMs() {
        return endMs;
    }

    Repairs repairs() {
        return new Repairs(jumps, audioAnchors, steps, dropped, untilKey, clockMoves);
    }
}
