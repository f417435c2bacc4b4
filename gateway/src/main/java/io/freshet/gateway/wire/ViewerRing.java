package io.freshet.gateway.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The viewers of one fan-out, and whose turn it is.
///
/// In a round everybody has one turn. Each round begins a little further on than the last one, so
/// that nobody is always the last.
///
/// Threading: confined to one loop.
final class ViewerRing {

    private final int step;
    private final List<Viewer> viewers = new ArrayList<>();
    private int first;
    private int cursor;
    private int turns;

    /// @param step by how many viewers a round begins after the last one
    ViewerRing(int step) {
        this.step = step;
    }

    void add(Viewer viewer) {
        viewer.index = viewers.size();
        viewers.add(viewer);
    }

    /// Takes one out; the last one gets its place.
    ///
    /// @return whose place changed, and with it perhaps the turn that it had to come
    @Nullable Viewer remove(Viewer viewer) {
        Viewer last = viewers.removeLast();
        if (last == viewer) {
            return null;
        }
        viewers.set(viewer.index, last);
        last.index = viewer.index;
        return last;
    }

    int size() {
        return viewers.size();
    }

    List<Viewer> all() {
        return Collections.unmodifiableList(viewers);
    }

    /// The oldest position that one of them needs, or `newest` if nobody needs anything older.
    long oldestPosition(long newest) {
        long oldest = newest;
        for (Viewer viewer : viewers) {
            if (!viewer.awaitsKey && viewer.position < oldest) {
                oldest = viewer.position;
            }
        }
        return oldest;
    }

    /// Begins a round. Who is added later has no turn in it.
    void begin() {
        turns = viewers.size();
        cursor = first < turns ? first : 0;
        first = cursor + step;
    }

    boolean isOver() {
        return turns <= 0 || viewers.isEmpty();
    }

    /// Whose turn it is; ask only while it [isn't over][#isOver].
    Viewer next() {
        turns--;
        if (cursor >= viewers.size()) {
            cursor = 0;
        }
        return viewers.get(cursor++);
    }
}
