package io.freshet.control.events;

import io.freshet.media.Clock;
import java.util.random.RandomGenerator;

/// Makes ids that sort by time: 10 characters of the time in ms, 4 that count, 8 of this run's own.
///
/// Within a run each id is greater than the one before, also when the clock is set back. The
/// alphabet leaves out letters that look like digits.
///
/// Threading: confined to its owner.
final class EventIds {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_CHARS = 10;
    private static final int COUNT_CHARS = 4;
    private static final int RUN_CHARS = 8;
    private static final long COUNT_END = 1L << 5 * COUNT_CHARS;

    private final Clock clock;
    private final String run;
    private long lastMs;
    private long count;

    EventIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.run = text(random.nextLong() & (1L << 5 * RUN_CHARS) - 1, RUN_CHARS);
    }

    /// The next id.
    String next() {
        long nowMs = clock.wallMs();
        if (nowMs > lastMs) {
            lastMs = nowMs;
            count = 0;
        } else if (++count == COUNT_END) {
            lastMs++;
            count = 0;
        }
        return text(lastMs, TIME_CHARS) + text(count, COUNT_CHARS) + run;
    }

    /// Below every id that is made at `ms` or later, and above those before.
    static String floor(long ms) {
        return text(Math.max(0, ms), TIME_CHARS);
    }

    private static String text(long value, int chars) {
        char[] text = new char[chars];
        for (int i = chars - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (value >>> 5 * (chars - 1 - i)) & 31);
        }
        return new String(text);
    }
}
