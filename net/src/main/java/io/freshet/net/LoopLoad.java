package io.freshet.net;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// How late a loop is, by the clock that viewers feel, and the pressure that follows from it.
///
/// Something is late by the time from when it was due to when it was done: a timer that waited for
/// its turn, or bytes that came and went out to the last viewer. Time is cut into slots of 100 ms;
/// a slot is as late as the latest of what waited in it. The lag of the loop is the median of the
/// last ten, so that a pause of 0.3 s says nothing, and half a second of lateness says all. Not how
/// much of the processor the loop takes: see docs/decisions/overload.md.
///
/// Pressure rises with the first slot for which the lag is above a limit. It falls to normal when
/// the lag has been below its lower limit for two seconds. In the first 20 s of a loop, in the
/// first 5 s in which it has more than few connections, and while it has few, there is none.
///
/// Threading: [#late] and [#limits] on the loop; the rest from anywhere. Allocates nothing.
public final class LoopLoad {

    /// As long as the kernel's accounting period for quotas: a loop that is put to sleep for the
    /// rest of each of them is late in every slot.
    static final long SLOT_NS = 100_000_000L;
    static final int SLOTS = 10;
    /// A burst of viewers that were refused is over by then.
    static final long CALM_NS = 2_000_000_000L;

    /// Code that has not been compiled is slow for a while, and after a restart all come at once.
    static final long WARMING_NS = 20_000_000_000L;
    /// And some of it runs for the first time when the first viewers come, however late that is.
    static final long FIRST_CROWD_NS = 5_000_000_000L;

    private long busyNs;
    private long fullNs;
    private long resumeNs;
    private int freePlaces;
    private final IntSupplier connections;
    private final Consumer<Pressure> changed;
    private final long[] worstNs = new long[SLOTS];
    private final long[] sortedNs = new long[SLOTS];
    private long newest = Long.MIN_VALUE;
    private long calmSinceNs;
    private long firstNs;
    private boolean hadCrowd;
    private long firstCrowdNs;
    private volatile long lagNs;
    private volatile Pressure pressure = Pressure.NORMAL;

    /// @param connections how many the loop has now
    /// @param changed     called on the loop when the pressure has changed, with what it was
    LoopLoad(LoadLimits limits, IntSupplier connections, Consumer<Pressure> changed) {
        this.connections = connections;
        this.freePlaces = limits.freePlaces();
        this.busyNs = limits.busyAbove().toNanos();
        this.fullNs = limits.fullAbove().toNanos();
        this.resumeNs = limits.resumeBelow().toNanos();
        this.changed = changed;
    }

    /// Other limits from now on; on the loop.
    void limits(LoadLimits next) {
        freePlaces = next.freePlaces();
        busyNs = next.busyAbove().toNanos();
        fullNs = next.fullAbove().toNanos();
        resumeNs = next.resumeBelow().toNanos();
    }

    /// The median lateness of the last second, ns.
    public long lagNs() {
        return lagNs;
    }

    public Pressure pressure() {
        return pressure;
    }

    /// Whether work that can wait shall wait.
    public boolean isPressed() {
        return pressure != Pressure.NORMAL;
    }

    /// What was due at `dueNs` is done now, or is still waited for; nothing if it is early.
    public void late(long dueNs, long nowNs) {
        long slot = Math.floorDiv(nowNs, SLOT_NS);
        boolean opens = slot > newest;
        if (opens) {
            for (long fresh = Math.max(newest + 1, slot - SLOTS + 1); fresh <= slot; fresh++) {
                worstNs[Math.floorMod(fresh, SLOTS)] = 0;
            }
            firstNs = newest == Long.MIN_VALUE ? nowNs : firstNs;
            newest = slot;
        }
        long first = Math.max(Math.floorDiv(dueNs, SLOT_NS), slot - SLOTS + 1);
        for (long in = first; in <= slot; in++) {
            int at = Math.floorMod(in, SLOTS);
            worstNs[at] = Math.max(worstNs[at], nowNs - dueNs);
        }
        if (opens) {
            judge(nowNs);
        }
    }

    private void judge(long nowNs) {
        System.arraycopy(worstNs, 0, sortedNs, 0, SLOTS);
        Arrays.sort(sortedNs);
        long lag = sortedNs[SLOTS / 2];
        lagNs = lag;
        boolean crowd = isWarmCrowd(nowNs);
        if (crowd && lag >= resumeNs) {
            calmSinceNs = nowNs;
        }
        if (crowd && lag > fullNs) {
            become(Pressure.FULL);
        } else if (crowd && lag > busyNs && pressure == Pressure.NORMAL) {
            become(Pressure.BUSY);
        } else if (nowNs - calmSinceNs >= CALM_NS) {
            become(Pressure.NORMAL);
        }
    }

    private boolean isWarmCrowd(long nowNs) {
        if (connections.getAsInt() < freePlaces) {
            return false;
        }
        firstCrowdNs = hadCrowd ? firstCrowdNs : nowNs;
        hadCrowd = true;
        return nowNs - firstNs >= WARMING_NS && nowNs - firstCrowdNs >= FIRST_CROWD_NS;
    }

    private void become(Pressure next) {
        if (next != pressure) {
            Pressure before = pressure;
            pressure = next;
            changed.accept(before);
        }
    }
}
