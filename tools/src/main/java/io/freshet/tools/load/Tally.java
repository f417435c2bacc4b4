package io.freshet.tools.load;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Spread;
import java.util.ArrayList;
import java.util.List;

/// What the viewers of one group on one loop have found.
///
/// Joins and errors count from the start, all else within the measured time alone.
///
/// Threading: confined to a loop; [#pulse] may be read by anyone, the rest when the loop has ended.
final class Tally {

    /// How it stands, once a second.
    ///
    /// @param open         connections
    /// @param playing      viewers that have got media
    /// @param messages     delivered so far, frames of audio and video, or HLS segments and parts
    /// @param readBytes    from the sockets so far
    /// @param errors       so far
    /// @param latencyP99Ms of the last second; 0 if none was measured
    record Pulse(int open, int playing, long messages, long readBytes, long errors,
            double latencyP99Ms) {
        static final Pulse NONE = new Pulse(0, 0, 0, 0, 0, 0);

        Pulse plus(Pulse other) {
            return new Pulse(open + other.open, playing + other.playing,
                    messages + other.messages, readBytes + other.readBytes,
                    errors + other.errors, Math.max(latencyP99Ms, other.latencyP99Ms));
        }
    }

    final Spread join = new Spread();
    final Spread latency = new Spread();
    final Spread longestGap = new Spread();
    private final Spread second = new Spread();
    private final Errors errors = new Errors();
    private volatile Pulse pulse = Pulse.NONE;
    private boolean measuring;
    private int open;
    private int playing;
    private int playingAtEnd;
    private boolean over;
    private long opened;
    private long left;
    private long seen;
    private long readBytes;
    private long readBytesBefore;
    private long keys;
    private long stalls;
    private long gaps;
    private long messages;
    private long bytes;
    private Ledger.Sum expected = Ledger.Sum.NONE;

    /// From here on it counts.
    void begin() {
        measuring = true;
        readBytesBefore = readBytes;
        keys = 0;
        stalls = 0;
        gaps = 0;
        messages = 0;
        bytes = 0;
        expected = Ledger.Sum.NONE;
        latency.clear();
    }

    /// From here on nothing counts.
    void finish() {
        over = true;
        playingAtEnd = playing;
        measuring = false;
        beat();
    }

    /// Viewers that get media now.
    int playing() {
        return playing;
    }

    boolean isMeasuring() {
        return measuring;
    }

    void opening() {
        opened++;
        open++;
    }

    void joined(long tookNs) {
        playing++;
        join.addUs(tookNs / 1_000);
    }

    /// A connection is over.
    ///
    /// @param wasPlaying whether it had joined
    void ended(boolean wasPlaying) {
        open--;
        playing -= wasPlaying ? 1 : 0;
    }

    /// A viewer left as it was meant to.
    void left() {
        left++;
    }

    void error(String kind) {
        if (over) {
            return;
        }
        errors.note(kind);
    }

    void read(int count) {
        readBytes += count;
    }

    void frame() {
        seen++;
    }

    void key() {
        keys++;
    }

    void aged(long us) {
        second.addUs(us);
        if (measuring) {
            latency.addUs(us);
        }
    }

    void stall() {
        stalls++;
    }

    void gap() {
        gaps++;
    }

    void delivered(long count, long length, Ledger.Sum there) {
        if (!over) {
            add(count, length, there);
        }
    }

    private void add(long count, long length, Ledger.Sum there) {
        messages += count;
        bytes += length;
        expected = new Ledger.Sum(expected.messages() + there.messages(),
                expected.bytes() + there.bytes());
    }

    /// Tells how it stands; called once a second.
    void beat() {
        pulse = new Pulse(open, playing, seen, readBytes, errors.count(), second.ms(99));
        second.clear();
    }

    Pulse pulse() {
        return pulse;
    }

    /// Takes in what another one of the same group has found.
    void add(Tally other) {
        join.add(other.join);
        latency.add(other.latency);
        longestGap.add(other.longestGap);
        errors.add(other.errors);
        playingAtEnd += other.playingAtEnd;
        opened += other.opened;
        left += other.left;
        readBytes += other.readBytes;
        readBytesBefore += other.readBytesBefore;
        keys += other.keys;
        stalls += other.stalls;
        gaps += other.gaps;
        add(other.messages, other.bytes, other.expected);
    }

    long messages() {
        return messages;
    }

    /// Everything, told.
    ///
    /// @param seconds how long was measured
    List<Figure> figures(double seconds) {
        List<Figure> all = new ArrayList<>();
        all.add(Figure.of("connections", opened));
        all.add(Figure.of("playing_at_the_end", playingAtEnd));
        all.add(Figure.of("left_as_meant", left));
        all.addAll(errors.figures());
        all.add(Figure.of("delivered_messages", messages));
        all.add(Figure.of("expected_messages", expected.messages()));
        all.add(Figure.of("delivered_bytes", bytes));
        all.add(Figure.of("expected_bytes", expected.bytes()));
        all.add(Figure.of("delivered_percent", expected.messages() == 0 ? 0
                : 100.0 * messages / expected.messages()));
        all.add(Figure.of("messages_per_second", (double) messages / seconds));
        all.add(Figure.of("megabit_per_second",
                (readBytes - readBytesBefore) * 8 / 1e6 / seconds));
        all.add(Figure.of("key_frames", keys));
        all.add(Figure.of("gaps", gaps));
        all.add(Figure.of("stalls", stalls));
        all.addAll(longestGap.figures("longest_silence"));
        all.addAll(join.figures("join"));
        all.addAll(latency.figures("latency"));
        return all;
    }
}
