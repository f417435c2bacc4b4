package io.freshet.tools.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What processes have used so far, all of them together.
///
/// @param cpuNs       time on a core
/// @param residentKib memory
/// @param waitedNs    time that threads were ready and others had the core
/// @param threadCpuNs time on a core by name of thread
public record ProcessSample(long cpuNs, long residentKib, long waitedNs,
        Map<String, Long> threadCpuNs) {

    /// Every kernel that runs this has 100 ticks a second for user space.
    private static final long TICK_NS = 10_000_000;

    public ProcessSample {
        threadCpuNs = Map.copyOf(threadCpuNs);
    }

    /// Time on a core of all threads but the JVM's compilers, which are busy at random.
    public long steadyCpuNs() {
        return threadCpuNs.entrySet().stream()
                .filter(each -> !each.getKey().matches("C[12] Compiler.*"))
                .mapToLong(Map.Entry::getValue).sum();
    }

    /// Asks now. A process that is not there has used nothing.
    public static ProcessSample of(List<Long> pids) {
        long cpuNs = 0;
        long residentKib = 0;
        long waitedNs = 0;
        Map<String, Long> threads = new HashMap<>();
        for (long pid : pids) {
            Path folder = Path.of("/proc", Long.toString(pid));
            cpuNs += cpuNs(read(folder.resolve("stat")));
            residentKib += residentKib(read(folder.resolve("status")));
            waitedNs += addThreads(folder.resolve("task"), threads);
        }
        return new ProcessSample(cpuNs, residentKib, waitedNs, threads);
    }

    /// Fields 14 and 15 of /proc/PID/stat; the name before them may hold anything.
    static long cpuNs(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length < 13 ? 0
                : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NS;
    }

    static long residentKib(String status) {
        return status.lines().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }

    /// Enters each thread's time; how long all of them have waited for a core.
    private static long addThreads(Path tasks, Map<String, Long> threads) {
        long waitedNs = 0;
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.toList()) {
                String[] times = read(task.resolve("schedstat")).split(" ");
                String name = read(task.resolve("comm")).strip();
                threads.merge(name, times.length < 2 ? 0 : Long.parseLong(times[0]), Long::sum);
                waitedNs += times.length < 2 ? 0 : Long.parseLong(times[1]);
            }
        } catch (IOException gone) {
            // A process that has ended has no threads.
        }
        return waitedNs;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
