package io.freshet.live;

import io.freshet.media.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where a stream's signals go: one branch for each loop that has subscribers.
///
/// Threading: confined to the stream's owner loop, but for [#areHeld], [#subscribe] and what it
/// hands back.
final class Branches {

    private final Loop owner;
    private AppOptions.GopBounds bounds;
    private final GopCache gop;
    private final Map<Loop, Branch> branches = new HashMap<>();
    private long skips;
    private boolean ended;
    /// A subscriber keeps frames for long, or one has.
    private volatile boolean held;

    /// @param gop the stream's own
    Branches(Loop owner, AppOptions.GopBounds bounds, GopCache gop) {
        this.owner = owner;
        this.bounds = bounds;
        this.gop = gop;
    }

    /// Other bounds of what those who join are given.
    void bounds(AppOptions.GopBounds next) {
        bounds = next;
        branches.values().forEach(branch -> branch.bounds(next));
    }

    /// From any thread.
    Subscription subscribe(Loop loop, Subscriber subscriber) {
        Branch.Seat seat = new Branch.Seat(subscriber);
        if (subscriber.holdsFrames()) {
            held = true;
        }
        owner.run(() -> {
            if (ended) {
                loop.run(subscriber::onEnd);
                return;
            }
            Branch branch = branches.get(loop);
            if (branch == null) {
                branch = loop.equals(owner) ? Branch.atHome(owner, gop)
                        : Branch.away(loop, bounds, gop.snapshot());
                branches.put(loop, branch);
            }
            branch.holders++;
            Branch chosen = branch;
            loop.run(() -> chosen.add(seat));
        });
        return () -> {
            if (seat.leave()) {
                owner.run(() -> release(loop));
            }
        };
    }

    /// From any thread.
    boolean areHeld() {
        return held;
    }

    private void release(Loop loop) {
        Branch branch = branches.get(loop);
        if (branch != null && --branch.holders == 0) {
            branches.remove(loop);
        }
    }

    void offer(List<Signal> batch) {
        // Most streams that arrive are watched by nobody at the moment.
        if (branches.isEmpty()) {
            return;
        }
        for (Branch branch : branches.values()) {
            if (!branch.offer(batch, gop::snapshot)) {
                skips++;
            }
        }
    }

    /// Batches that a branch did not take.
    long skips() {
        return skips;
    }

    void end() {
        ended = true;
        branches.values().forEach(Branch::end);
        branches.clear();
    }
}
