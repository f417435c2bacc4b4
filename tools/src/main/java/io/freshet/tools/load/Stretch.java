package io.freshet.tools.load;

/// What one viewer got of one kind of media, from a timestamp on without beginning again.
///
/// Threading: confined to a loop.
final class Stretch {

    /// Timestamps of one kind never go back by this much but when the publisher begins anew.
    private static final long BACK_MS = 2_000;

    private final Ledger ledger;
    private long firstMs = -1;
    private long lastMs;
    private long messages;
    private long bytes;
    private int page;

    Stretch(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Counts a message; by how much it is later than the one before, ms; 0 for the first.
    long add(long timestampMs, int length, Tally tally) {
        if (firstMs >= 0 && lastMs - timestampMs > BACK_MS) {
            int ended = page;
            close(tally);
            page = ledger.next(ended);
            firstMs = timestampMs;
            lastMs = timestampMs;
        } else if (firstMs < 0) {
            page = ledger.join(timestampMs);
            firstMs = timestampMs;
            lastMs = timestampMs;
        }
        long step = timestampMs - lastMs;
        lastMs = Math.max(lastMs, timestampMs);
        messages++;
        bytes += length;
        ledger.saw(page, timestampMs, length);
        return step;
    }

    /// Ends it, and tells what came and what there was.
    void close(Tally tally) {
        if (firstMs >= 0) {
            tally.delivered(messages, bytes, ledger.between(page, firstMs, lastMs));
        }
        forget();
    }

    /// Begins anew without telling.
    void forget() {
        firstMs = -1;
        messages = 0;
        bytes = 0;
    }
}
