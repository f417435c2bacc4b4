package io.freshet.live;

import io.freshet.testkit.FakeClock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A loop that runs only when told to, on the fake clock's time.
///
/// Threading: confined to the test; `entered` plays the thread.
final class FakeLoop implements Loop {

    private final FakeClock clock;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNs));
    private boolean entered;
    private boolean stalled;

    private record Timer(long atNs, Runnable task) {
    }

    FakeLoop(FakeClock clock) {
        this.clock = clock;
    }

    @Override
    public boolean inLoop() {
        return entered;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNs) {
        Timer timer = new Timer(clock.monotonicNs() + delayNs, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /// Holds all tasks back, as a loop does that is busy elsewhere.
    void stall(boolean stall) {
        stalled = stall;
    }

    /// Runs what is due now; true if there was anything.
    boolean drain() {
        boolean any = false;
        while (!stalled) {
            Timer due = timers.peek();
            if (due != null && due.atNs <= clock.monotonicNs()) {
                timers.remove(due);
                tasks.add(due.task);
            }
            Runnable task = tasks.poll();
            if (task == null) {
                return any;
            }
            any = true;
            in(task);
        }
        return any;
    }

    /// Runs `task` as if on this loop.
    void in(Runnable task) {
        boolean before = entered;
        entered = true;
        try {
            task.run();
        } finally {
            entered = before;
        }
    }
}
