package io.freshet.live.packaging;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;

/// The segments that are listed, and a few that have just left and may still be asked for.
///
/// What is listed depends on the newest segments alone: the fewest that are enough.
///
/// Threading: confined to the stream's owner loop.
final class SegmentWindow<T> {

    /// A player that has read the playlist fetches its oldest segment at most so much later.
    private static final int KEPT_AFTER = 3;
    /// While no target duration is known, nothing is listed, and little is kept.
    private static final int MAX_UNLISTED = 32;

    private final PackagingOptions options;
    private final Function<T, Segment> segment;
    private final ArrayDeque<T> listed = new ArrayDeque<>();
    private final ArrayDeque<T> left = new ArrayDeque<>();
    /// Both as others see them: asked for after each part, changed with each segment.
    private List<T> listedNow = List.of();
    private List<T> leftNow = List.of();

    /// @param segment what an element lists
    SegmentWindow(PackagingOptions options, Function<T, Segment> segment) {
        this.options = options;
        this.segment = segment;
    }

    void add(T added) {
        listed.add(added);
        int target = segment.apply(added).at().cut().targetSeconds();
        while (target == 0 ? listed.size() > MAX_UNLISTED : enoughWithoutOldest(target)) {
            left.add(listed.removeFirst());
            if (left.size() > KEPT_AFTER) {
                left.removeFirst();
            }
        }
        listedNow = List.copyOf(listed);
        leftNow = List.copyOf(left);
    }

    private boolean enoughWithoutOldest(int targetSeconds) {
        if (listed.size() <= options.windowSegments()) {
            return false;
        }
        long us = listed.stream().skip(1).map(segment).mapToLong(Segment::durationUs).sum();
        return us >= (long) options.windowTargets() * targetSeconds * 1_000_000;
    }

    /// What is listed, oldest first.
    List<T> listed() {
        return listedNow;
    }

    /// What is no longer listed and still there, oldest first.
    List<T> left() {
        return leftNow;
    }

    boolean hasMedia() {
        for (T known : listedNow) {
            if (!segment.apply(known).gap()) {
                return true;
            }
        }
        return false;
    }
}
