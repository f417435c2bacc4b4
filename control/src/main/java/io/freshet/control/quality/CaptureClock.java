package io.freshet.control.quality;

import java.util.Locale;
import java.util.Optional;

/// How old a stream's pictures are when they come, by what its encoder says of the time.
///
/// A clock that is ahead of ours, or more than a minute behind, is taken for one that is off:
/// its figures are no ages. A time of the day lacks its zone, so that it is compared within a
/// quarter of an hour, by which all zones differ; one that does not fit even so counts something
/// else, a tape or the time since its start.
///
/// Threading: confined to its owner, but for `now`.
final class CaptureClock {

    /// Two machines that keep time by the network differ by less.
    private static final long AHEAD_MS_MAX = 2_000;
    private static final long AGE_MS_MAX = 60_000;
    private static final long ZONE_STEP_MS = 900_000;
    /// After so long without a word it has stopped to say.
    private static final long SILENT_MS = 10_000;

    private volatile State now = State.NONE;
    private double meanMs;
    private long heardMs = Long.MIN_VALUE;

    /// Where the time comes from.
    enum Source { SEI, TIMECODE, SCRIPT }

    /// What the encoder's clock tells.
    ///
    /// @param source    empty if it tells nothing
    /// @param off       it is another time than ours
    /// @param latencyMs age of pictures when they come; if the clock is off, how much it is behind
    record State(Optional<Source> source, boolean off, long latencyMs) {

        static final State NONE = new State(Optional.empty(), false, -1);

        /// Whether the figure is an age.
        boolean isGood() {
            return source.isPresent() && !off;
        }

        /// `none`, `good` or `off`.
        String word() {
            return source.isEmpty() ? "none" : off ? "off" : "good";
        }

        /// `sei`, `timecode` or `script`.
        String origin() {
            return source.map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("");
        }
    }

    /// A clock with date and zone.
    void epoch(long capturedMs, long nowMs) {
        long ageMs = nowMs - capturedMs;
        heard(Source.SEI, ageMs < -AHEAD_MS_MAX || ageMs > AGE_MS_MAX, ageMs, nowMs);
    }

    /// A time of the day, in some zone; of less weight than a clock of the epoch.
    void dayTime(Source source, long dayMs, long nowMs) {
        if (now.source().equals(Optional.of(Source.SEI))) {
            return;
        }
        long ageMs = Math.floorMod(nowMs - dayMs + AHEAD_MS_MAX, ZONE_STEP_MS) - AHEAD_MS_MAX;
        if (ageMs <= AGE_MS_MAX) {
            heard(source, false, ageMs, nowMs);
        }
    }

    private void heard(Source source, boolean off, long ageMs, long nowMs) {
        boolean same = now.source().equals(Optional.of(source)) && now.off() == off;
        meanMs = same ? meanMs + (ageMs - meanMs) / 8 : ageMs;
        heardMs = nowMs;
        now = new State(Optional.of(source), off, off ? ageMs : Math.max(0, Math.round(meanMs)));
    }

    /// A second is over.
    void second(long nowMs) {
        if (now.source().isPresent() && nowMs - heardMs > SILENT_MS) {
            restart();
        }
    }

    /// Another encoder may come.
    void restart() {
        now = State.NONE;
    }

    /// From any thread.
    State now() {
        return now;
    }
}
