package io.freshet.tools.passage;

import io.freshet.media.Bytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// A way between two network devices, as long and as bad as its conditions say.
///
/// Both devices are made in the network namespace of this process; moved to another one, the device
/// stays with us.
///
/// Threading: one thread carries packets; all else from any thread.
public final class Passage implements AutoCloseable {

    /// Larger packets than any device here takes.
    private static final int PACKET_BYTES_MAX = 65_536;
    /// What one side may send before the other is looked at.
    private static final int BURST = 64;
    private static final long LONGEST_WAIT_NS = 50_000_000L;
    /// `struct pollfd`: the file, what is asked, what is answered.
    private static final int POLL_BYTES = 8;
    private static final short READABLE = 1;

    /// What has come into one direction.
    ///
    /// @param bytes with the headers of IP and above
    public record Count(long packets, long dropped, long bytes) {
    }

    private final Tunnel near;
    private final Tunnel far;
    private final Lane away;
    private final Lane back;
    private final Thread carrier;
    private volatile Conditions conditions = Conditions.CLEAR;
    private volatile List<Count> counts = List.of(new Count(0, 0, 0), new Count(0, 0, 0));
    private volatile boolean closed;

    private Passage(Tunnel near, Tunnel far, long seed) {
        this.near = near;
        this.far = far;
        this.away = new Lane(seed);
        this.back = new Lane(~seed);
        this.carrier = Thread.ofPlatform().daemon().name("passage-" + near.name())
                .unstarted(this::run);
    }

    /// Makes it, without delay or loss.
    ///
    /// @param near name of one device
    /// @param far  name of the other
    /// @param seed which packets are lost
    /// @throws IOException saying what is missing here
    public static Passage open(String near, String far, long seed) throws IOException {
        Tunnel one = Tunnel.open(near);
        try {
            Passage made = new Passage(one, Tunnel.open(far), seed);
            made.carrier.start();
            return made;
        } catch (IOException missing) {
            one.close();
            throw missing;
        }
    }

    /// From now on it is like that.
    public void set(Conditions now) {
        conditions = now;
    }

    /// What went in at the near end, and what at the far end, as of the last 50 ms.
    public List<Count> counts() {
        return counts;
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(PACKET_BYTES_MAX);
            MemorySegment polled = arena.allocate(2L * POLL_BYTES, 4);
            ask(polled, 0, near);
            ask(polled, 1, far);
            while (!closed) {
                long nowNs = System.nanoTime();
                long idleNs = back.idleNs(nowNs, away.idleNs(nowNs, LONGEST_WAIT_NS));
                // Rounded up: to come too early means to ask again and again.
                Kernel.poll(polled, 2, (int) ((idleNs + 999_999) / 1_000_000));
                carry(near, away, far, packet);
                carry(far, back, near, packet);
                counts = List.of(away.count(), back.count());
            }
        }
        near.close();
        far.close();
    }

    private static void ask(MemorySegment polled, int index, Tunnel tunnel) {
        polled.set(ValueLayout.JAVA_INT, (long) index * POLL_BYTES, tunnel.file());
        polled.set(ValueLayout.JAVA_SHORT, (long) index * POLL_BYTES + 4, READABLE);
    }

    private void carry(Tunnel from, Lane lane, Tunnel to, MemorySegment packet) {
        for (int i = 0; i < BURST; i++) {
            int length = from.read(packet);
            if (length <= 0) {
                break;
            }
            lane.take(Bytes.wrap(packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE)),
                    conditions, System.nanoTime());
        }
        Optional<Bytes> due = lane.give(System.nanoTime());
        while (due.isPresent()) {
            MemorySegment out = packet.asSlice(0, due.get().length());
            out.copyFrom(MemorySegment.ofBuffer(due.get().buffer()));
            to.write(out);
            due = lane.give(System.nanoTime());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            carrier.join(1_000);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
