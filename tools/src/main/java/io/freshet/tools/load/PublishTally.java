package io.freshet.tools.load;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Spread;
import java.util.ArrayList;
import java.util.List;

/// What the publishers of one group on one loop have found.
///
/// Threading: confined to a loop; [#pulse] may be read by anyone, the rest when the loop has ended.
final class PublishTally {

    private final Spread start = new Spread();
    private final Spread late = new Spread();
    private final Errors errors = new Errors();
    private volatile Tally.Pulse pulse = Tally.Pulse.NONE;
    private int open;
    private int publishing;
    private int publishingAtEnd;
    private long moves;
    private long sent;
    private long sentBytes;
    private long sentBefore;
    private long bytesBefore;
    private long unsentMost;

    void begin() {
        sentBefore = sent;
        bytesBefore = sentBytes;
        unsentMost = 0;
        late.clear();
    }

    /// How many publish at the end.
    void finish() {
        publishingAtEnd = publishing;
        beat();
    }

    void opening() {
        open++;
    }

    void started(long tookNs) {
        publishing++;
        start.addUs(tookNs / 1_000);
    }

    void ended(boolean wasPublishing) {
        open--;
        publishing -= wasPublishing ? 1 : 0;
    }

    void error(String kind) {
        errors.note(kind);
    }

    /// A publisher went where the server asked it to go.
    void moved() {
        moves++;
    }

    void sent(int bytes, long lateNs, long unsentBytes) {
        sent++;
        sentBytes += bytes;
        late.addUs(lateNs / 1_000);
        unsentMost = Math.max(unsentMost, unsentBytes);
    }

    void beat() {
        pulse = new Tally.Pulse(open, publishing, sent, sentBytes, errors.count(), 0);
    }

    Tally.Pulse pulse() {
        return pulse;
    }

    long sentMessages() {
        return sent - sentBefore;
    }

    void add(PublishTally other) {
        start.add(other.start);
        late.add(other.late);
        errors.add(other.errors);
        publishingAtEnd += other.publishingAtEnd;
        moves += other.moves;
        sent += other.sent;
        sentBytes += other.sentBytes;
        sentBefore += other.sentBefore;
        bytesBefore += other.bytesBefore;
        unsentMost = Math.max(unsentMost, other.unsentMost);
    }

    List<Figure> figures(double seconds) {
        List<Figure> all = new ArrayList<>();
        all.add(Figure.of("publishing_at_the_end", publishingAtEnd));
        all.addAll(errors.figures());
        all.add(Figure.of("reconnect_requests_honoured", moves));
        all.add(Figure.of("sent_messages", sentMessages()));
        all.add(Figure.of("sent_bytes", sentBytes - bytesBefore));
        all.add(Figure.of("messages_per_second", (double) sentMessages() / seconds));
        all.add(Figure.of("megabit_per_second", (sentBytes - bytesBefore) * 8 / 1e6 / seconds));
        all.add(Figure.of("unsent_bytes_most", unsentMost));
        all.addAll(start.figures("start"));
        all.addAll(late.figures("sent_late"));
        return all;
    }
}
