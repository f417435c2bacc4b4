package io.freshet.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Keeps streams from filling the heap: a node without memory ends, and every stream with it.
///
/// What streams will hold is told beforehand from their bit rates, since a window takes half a
/// minute to fill. Above one bound streams that are new are refused. Above another, when those
/// that were let in have grown, the ones that came last are ended: all others go on as if nothing
/// had been.
///
/// Threading: `refusal` and figures from anywhere; `look` by one thread at a time.
public final class HeapRoom {

    /// One who holds memory.
    public interface Tenant {

        /// Bytes of the heap that it will hold if it goes on as it is.
        long needBytes();

        /// Whether [#needBytes] says little yet.
        boolean isNew();

        /// When it came, Unix time, ms.
        long sinceMs();

        /// Ends it.
        void end(String reason);
    }

    /// Parts of a hundred of the heap.
    ///
    /// @param refuse above which nobody new is let in
    /// @param end    above which those who came last are ended, until it is below the other
    public record Bounds(int refuse, int end) {

        /// The heap may be filled.
        public static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    static final String NO_ROOM = "no memory for another stream here: publish to another node";
    static final String ENDED = "the streams of this node have outgrown its memory, and this one "
            + "came last: publish to another node";

    private static final System.Logger LOG = System.getLogger(HeapRoom.class.getName());
    private static final int FULL_PERCENT = 100;
    /// What the program itself lives on.
    private static final long OWN_BYTES = 20L << 20;
    /// A newcomer is taken for one like the others, within these; without others for the first.
    private static final long NEW_BYTES_MIN = 2L << 20;
    private static final long NEW_BYTES_MAX = 8L << 20;

    private final long heapBytes;
    private final Supplier<List<? extends Tenant>> tenants;
    private final Runnable forget;
    private final Supplier<Bounds> bounds;
    private volatile long heldBytes;
    private volatile long newBytes = NEW_BYTES_MIN;
    private final AtomicLong letIn = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final LongAdder ended = new LongAdder();
    /// As it was told last.
    private boolean full;

    /// @param heapBytes that there may be
    /// @param tenants   all of them
    /// @param forget    lets go of what is kept for those who come late to streams that have ended
    /// @param bounds    as they hold now
    public HeapRoom(long heapBytes, Supplier<List<? extends Tenant>> tenants, Runnable forget,
            Supplier<Bounds> bounds) {
        this.bounds = bounds;
        this.heapBytes = heapBytes;
        this.tenants = tenants;
        this.forget = forget;
    }

    /// Why nobody new is let in, in words for the peer; empty if there is room, which is then
    /// taken.
    public Optional<String> refusal() {
        if (usePercent() == FULL_PERCENT) {
            refused.increment();
            return Optional.of(NO_ROOM);
        }
        letIn.incrementAndGet();
        return Optional.empty();
    }

    /// How much of what streams may need is needed, 0 to 100; at 100 nobody new is let in.
    public int usePercent() {
        long mostBytes = part(bounds.get().refuse());
        long held = heldBytes + letIn.get() * newBytes;
        return held + newBytes > mostBytes ? FULL_PERCENT
                : (int) Math.min(FULL_PERCENT - 1, 100.0 * held / mostBytes);
    }

    /// Looks at what is held; to be called every few seconds.
    public void look() {
        List<Tenant> all = new ArrayList<>(tenants.get());
        Bounds now = bounds.get();
        long mostBytes = part(now.refuse());
        newBytes = Math.clamp((long) all.stream().filter(tenant -> !tenant.isNew())
                .mapToLong(Tenant::needBytes).average().orElse(0), NEW_BYTES_MIN, NEW_BYTES_MAX);
        long held = all.stream().mapToLong(this::need).sum();
        if (held > mostBytes / 2) {
            forget.run();
        }
        if (held > part(now.end())) {
            held = makeRoom(all, held, mostBytes);
        }
        letIn.set(0);
        heldBytes = held;
        tell(held + newBytes > mostBytes);
    }

    private long need(Tenant tenant) {
        return tenant.isNew() ? Math.max(newBytes, tenant.needBytes()) : tenant.needBytes();
    }

    private long makeRoom(List<Tenant> all, long before, long mostBytes) {
        long held = before;
        int count = 0;
        all.sort(Comparator.comparingLong(Tenant::sinceMs).reversed());
        for (Tenant last : all) {
            if (held <= mostBytes) {
                break;
            }
            held -= need(last);
            last.end(ENDED);
            count++;
        }
        ended.add(count);
        String figures = "ended=" + count + " of=" + all.size() + " needed=" + mib(before)
                + "MiB heap=" + mib(heapBytes) + "MiB";
        LOG.log(System.Logger.Level.WARNING, () -> "streams outgrow the memory, the last are ended "
                + figures);
        return held;
    }

    private void tell(boolean now) {
        if (now == full) {
            return;
        }
        full = now;
        String figures = "needed=" + mib(heldBytes) + "MiB heap=" + mib(heapBytes) + "MiB refused="
                + refused.sum();
        LOG.log(now ? System.Logger.Level.WARNING : System.Logger.Level.INFO, () -> (now
                ? "no memory for more streams, new ones are refused " : "room for streams again ")
                + figures);
    }

    private long part(int percent) {
        return percent == Integer.MAX_VALUE ? Long.MAX_VALUE
                : Math.max(0, heapBytes - OWN_BYTES) / 100 * percent;
    }

    private static long mib(long bytes) {
        return bytes >> 20;
    }

    /// Bytes that all streams will hold if they go on as they are.
    public long neededBytes() {
        return heldBytes;
    }

    /// Bytes that there may be.
    public long heapBytes() {
        return heapBytes;
    }

    /// Streams that were not let in so far.
    public long refused() {
        return refused.sum();
    }

    /// Streams that were ended to make room so far.
    public long ended() {
        return ended.sum();
    }
}
