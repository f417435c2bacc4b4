package io.freshet.live;

import io.freshet.live.AppOptions.GopBounds;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// One stream on one loop: takes each batch once, whatever the number of subscribers there.
///
/// Between the owner loop and this one at most [#QUEUE_BYTES_MAX] wait. Past that the branch takes
/// nothing until it is empty again, and then goes on with what it missed of the GOP.
///
/// Threading: `offer`, `bounds`, `end` and `holders` on the owner loop; all else confined to this
/// branch's loop.
final class Branch {

    /// Half a second of 60 Mbit/s; a loop that lags more is better served by a key frame.
    static final long QUEUE_BYTES_MAX = 4 << 20;

    /// How many subscriptions the owner loop has given out here.
    int holders;

    private final Loop loop;
    private final GopCache gop;
    /// On the owner loop the stream's own cache serves: it has each batch before the branch has.
    private final boolean ownsGop;
    private final List<Seat> seats = new ArrayList<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private boolean behind;
    private boolean ended;

    private Branch(Loop loop, GopCache gop, boolean ownsGop) {
        this.loop = loop;
        this.gop = gop;
        this.ownsGop = ownsGop;
    }

    /// On the stream's own loop; `gop` is the stream's.
    static Branch atHome(Loop owner, GopCache gop) {
        return new Branch(owner, gop, false);
    }

    /// On another loop; `start` is what there is so far.
    static Branch away(Loop loop, GopBounds bounds, List<Signal> start) {
        Branch branch = new Branch(loop, new GopCache(bounds), true);
        branch.offer(start, () -> start);
        return branch;
    }

    /// Other bounds of what a joining subscriber is given; on the owner loop.
    void bounds(GopBounds next) {
        if (ownsGop) {
            loop.run(() -> gop.bounds(next));
        }
    }

    /// A subscriber's place; emptied when it leaves, swept before the next batch.
    static final class Seat {
        private final Subscriber subscriber;
        private boolean left;

        Seat(Subscriber subscriber) {
            this.subscriber = subscriber;
        }

        /// Leaves; false if it had left already.
        boolean leave() {
            boolean leaves = !left;
            left = true;
            return leaves;
        }
    }

    /// Hands a batch over; false if it was dropped because the loop lags.
    ///
    /// @param restart the tracks and the GOP, with which to go on after a drop
    boolean offer(List<Signal> batch, Supplier<List<Signal>> restart) {
        if (loop.inLoop()) {
            deliver(batch);
            return true;
        }
        if (behind) {
            if (queuedBytes.get() > 0) {
                return false;
            }
            behind = false;
            List<Signal> again = restart.get();
            loop.execute(() -> deliver(gop.newIn(again)));
            return true;
        }
        long bytes = sizeOf(batch);
        if (queuedBytes.get() + bytes > QUEUE_BYTES_MAX) {
            behind = true;
            return false;
        }
        queuedBytes.addAndGet(bytes);
        loop.execute(() -> {
            queuedBytes.addAndGet(-bytes);
            deliver(batch);
        });
        return true;
    }

    void end() {
        loop.run(() -> {
            ended = true;
            List<Seat> last = List.copyOf(seats);
            seats.clear();
            for (Seat seat : last) {
                if (!seat.left) {
                    seat.subscriber.onEnd();
                }
            }
        });
    }

    /// Fills a seat and gives it the GOP.
    void add(Seat seat) {
        if (seat.left) {
            return;
        }
        if (ended) {
            seat.subscriber.onEnd();
            return;
        }
        seats.add(seat);
        List<Signal> start = gop.snapshot();
        if (!start.isEmpty()) {
            seat.subscriber.onSignals(start);
        }
    }

    private void deliver(List<Signal> batch) {
        if (ended || batch.isEmpty()) {
            return;
        }
        if (ownsGop) {
            for (Signal signal : batch) {
                gop.add(signal);
            }
        }
        boolean sweep = false;
        // Who joins meanwhile has the batch from the GOP cache already.
        int count = seats.size();
        for (int i = 0; i < count; i++) {
            Seat seat = seats.get(i);
            if (!seat.left) {
                seat.subscriber.onSignals(batch);
            }
            sweep |= seat.left;
        }
        if (sweep) {
            seats.removeIf(seat -> seat.left);
        }
    }

    private static long sizeOf(List<Signal> batch) {
        long bytes = 0;
        for (Signal signal : batch) {
            // A mark or an empty frame still costs a place in the queue.
            bytes += 64 + (signal instanceof Frame frame ? frame.payload().length() : 0);
        }
        return bytes;
    }
}
