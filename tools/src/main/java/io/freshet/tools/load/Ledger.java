package io.freshet.tools.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What there was to get of one kind of media: every timestamp that any viewer has seen.
///
/// Each message that is newer than all before is entered; so the ledger follows the fastest viewer,
/// and what a viewer missed is the difference between its own count and the ledger's. A page ends
/// when timestamps begin again, because the publisher did.
///
/// Threading: confined to a loop.
final class Ledger {

    /// Messages of one kind that a page knows: five hours at 60 a second.
    private static final int ENTRIES_MAX = 1 << 20;
    /// A viewer that joins begins at the last key frame; one further back is another epoch.
    private static final long JOIN_BACK_MS = 60_000;
    /// Pages are few: a publisher that begins anew more often than this is broken.
    private static final int PAGES_MAX = 10_000;

    /// How much there is between two timestamps.
    record Sum(long messages, long bytes) {
        static final Sum NONE = new Sum(0, 0);
    }

    private static final class Page {
        long[] timestamps = new long[1024];
        long[] bytesBefore = new long[1024];
        int count;
        long bytes;

        void add(long timestampMs, int length) {
            if (count == timestamps.length) {
                timestamps = Arrays.copyOf(timestamps, 2 * count);
                bytesBefore = Arrays.copyOf(bytesBefore, 2 * count);
            }
            timestamps[count] = timestampMs;
            bytesBefore[count++] = bytes;
            bytes += length;
        }

        int at(long timestampMs) {
            int found = Arrays.binarySearch(timestamps, 0, count, timestampMs);
            return found < 0 ? -found - 1 : found;
        }
    }

    private final List<Page> pages = new ArrayList<>(List.of(new Page()));
    private boolean turned;

    /// Nobody plays any more: who joins next begins a page.
    void turn() {
        turned = true;
    }

    /// The page for a viewer that begins with this timestamp.
    int join(long timestampMs) {
        Page last = pages.getLast();
        boolean isNew = last.count > 0 && (turned
                || last.timestamps[last.count - 1] - timestampMs > JOIN_BACK_MS);
        turned = false;
        return isNew ? next(pages.size() - 1) : pages.size() - 1;
    }

    /// The page for a viewer on `page` whose timestamps have begun again.
    int next(int page) {
        if (page + 1 == pages.size() && pages.size() < PAGES_MAX) {
            pages.add(new Page());
        }
        return Math.min(page + 1, pages.size() - 1);
    }

    /// A viewer has seen that message.
    void saw(int page, long timestampMs, int bytes) {
        Page to = pages.get(page);
        if ((to.count == 0 || timestampMs > to.timestamps[to.count - 1])
                && to.count < ENTRIES_MAX) {
            to.add(timestampMs, bytes);
        }
    }

    /// What there was from one timestamp to another, both included.
    Sum between(int page, long fromMs, long toMs) {
        Page of = pages.get(page);
        int from = of.at(fromMs);
        int to = of.at(toMs + 1);
        if (to <= from) {
            return Sum.NONE;
        }
        long end = to < of.count ? of.bytesBefore[to] : of.bytes;
        return new Sum(to - from, end - of.bytesBefore[from]);
    }
}
