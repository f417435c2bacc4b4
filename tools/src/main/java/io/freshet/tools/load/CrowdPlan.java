package io.freshet.tools.load;

import io.freshet.tools.wire.Target;
import java.time.Duration;

/// What a crowd of viewers does.
///
/// @param target      what they watch
/// @param viewers     how many at a time
/// @param perSecond   how many come a second
/// @param stay        how long each stays, about; zero: to the end
/// @param reconnect   after which time one whose connection broke comes again; zero: never
/// @param stall       a silence that counts as a stall
/// @param gap         a step of video timestamps that counts as a gap
/// @param slowPercent how many of a hundred read slowly
/// @param slowBytesPerSecond how fast those read; 0: not at all
/// @param sampleEvery each so-many-th measures latency
/// @param readEvery   how often the others are read once they play; zero: when something comes
/// @param style       what HLS viewers ask for
/// @param http2       HLS viewers have one connection of HTTP/2 each, which needs TLS
public record CrowdPlan(Target target, int viewers, double perSecond, Duration stay,
        Duration reconnect, Duration stall, Duration gap, int slowPercent,
        long slowBytesPerSecond, int sampleEvery, Duration readEvery, Style style,
        boolean http2) {

    /// What viewers of HLS ask for.
    public enum Style {
        /// Segments that are whole.
        SEGMENTS,
        /// Parts, once the playlist lists them; the playlist waits for them at the server.
        PARTS,
        /// The same, and the part that comes next is asked for as soon as it is announced.
        PARTS_AHEAD;

        boolean isLowLatency() {
            return this != SEGMENTS;
        }
    }

    /// Six pictures at once: a sixth of the reads.
    public static final Duration READ_EVERY = Duration.ofMillis(200);

    /// For so many viewers at that rate, nothing else said.
    public static CrowdPlan of(Target target, int viewers, double perSecond) {
        return new CrowdPlan(target, viewers, perSecond, Duration.ZERO, Duration.ZERO,
                Duration.ofSeconds(1), Duration.ofMillis(500), 0, 0,
                Math.max(1, viewers / 100), READ_EVERY, Style.SEGMENTS, false);
    }

    /// The same, with those who measure no latency read that often.
    public CrowdPlan readEvery(Duration time) {
        return new CrowdPlan(target, viewers, perSecond, stay, reconnect, stall, gap, slowPercent,
                slowBytesPerSecond, sampleEvery, time, style, http2);
    }

    /// The same, with viewers of HLS that ask for other things.
    public CrowdPlan style(Style other) {
        return new CrowdPlan(target, viewers, perSecond, stay, reconnect, stall, gap, slowPercent,
                slowBytesPerSecond, sampleEvery, readEvery, other, http2);
    }

    /// So many such viewers, that do nothing but watch.
    CrowdPlan plain(int number, double eachSecond) {
        return new CrowdPlan(target, number, eachSecond, Duration.ZERO, Duration.ZERO, stall, gap,
                0, 0, 1, Duration.ZERO, style, http2);
    }

    /// What such viewers are called in the report.
    String label() {
        return (style.isLowLatency() ? "ll-" : "") + target.kind().label() + (http2 ? " h2" : "");
    }

    /// Whether the viewer in that seat reads slowly: evenly spread.
    boolean isSlow(int seat) {
        return (seat + 1) * slowPercent / 100 > seat * slowPercent / 100;
    }
}
