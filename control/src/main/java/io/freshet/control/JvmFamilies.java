package io.freshet.control;

import io.freshet.control.Families.Family;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;

/// What the virtual machine says of itself.
///
/// Threading: confined to the scrape.
final class JvmFamilies {

    private JvmFamilies() {
    }

    static void gather(Families to) {
        memory(to);
        collections(to);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        to.gauge("freshet_jvm_threads", "Platform threads, event loops included.")
                .add(threads.getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean machine) {
            to.counter("freshet_process_cpu_seconds", "Processor time used.")
                    .add(Math.max(0, machine.getProcessCpuTime()) / 1e9);
        }
    }

    private static void memory(Families to) {
        Family used = to.gauge("freshet_jvm_memory_used_bytes",
                "Memory in use; direct is what java.nio gave out, Netty's own is not in it.");
        Family committed = to.gauge("freshet_jvm_memory_committed_bytes",
                "Memory that the virtual machine has taken from the system.");
        Family max = to.gauge("freshet_jvm_memory_max_bytes",
                "Memory that may be used at most, -1 if there is no bound.");
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        add(memory.getHeapMemoryUsage(), "heap", used, committed, max);
        add(memory.getNonHeapMemoryUsage(), "nonheap", used, committed, max);
        for (BufferPoolMXBean pool
                : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                used.add(pool.getMemoryUsed(), "area", "direct");
                committed.add(pool.getTotalCapacity(), "area", "direct");
            }
        }
    }

    private static void add(MemoryUsage usage, String area, Family used, Family committed,
            Family max) {
        used.add(usage.getUsed(), "area", area);
        committed.add(usage.getCommitted(), "area", area);
        max.add(usage.getMax(), "area", area);
    }

    private static void collections(Families to) {
        Family count = to.counter("freshet_jvm_gc_collections", "Garbage collections.");
        Family seconds = to.counter("freshet_jvm_gc_seconds", "Time spent in them.");
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            count.add(Math.max(0, gc.getCollectionCount()), "gc", gc.getName());
            seconds.add(Math.max(0, gc.getCollectionTime()) / 1000.0, "gc", gc.getName());
        }
    }
}
