package io.freshet.server.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What takes bytes and time as parameters must not get them by itself.
final class PurityRules {

    private static final Set<String> PURE_MODULES = Set.of("media", "format", "protocol");
    /// These may ask the machine.
    private static final Set<String> EDGE_MODULES = Set.of("server", "tools", "testkit",
            "benchmarks");

    private static final Pattern MACHINE = Pattern.compile(
            "System\\.(nanoTime|currentTimeMillis|getenv|getProperty|getProperties|out|err|in|exit)"
                    + "|Instant\\.now|(Local|Zoned|Offset)\\w*\\.now|Math\\.random"
                    + "|Clock\\.system\\w*|UUID\\.randomUUID|ThreadLocalRandom\\.current"
                    + "|RandomGenerator\\.(getDefault|of)|Runtime\\.getRuntime");
    private static final Set<String> UNSEEDED = Set.of("Random/0", "SecureRandom/0",
            "SplittableRandom/0");
    private static final Pattern EFFECTS = Pattern.compile(
            "java\\.net\\..*|java\\.nio\\.(file|channels)\\..*"
                    // An array that grows is no stream to anywhere.
                    + "|java\\.io\\.(?!Serial$|Serializable$|ByteArrayOutputStream$).*"
                    + "|java\\.util\\.(concurrent|logging)\\..*|java\\.security\\.SecureRandom"
                    + "|java\\.lang\\.System\\.Logger.*|javax?\\.net\\..*");
    private static final Set<String> THREADS = Set.of("Thread", "ThreadLocal", "ScopedValue");

    private PurityRules() {
    }

    /// No clock, chance, environment or console below `server` and `tools`.
    static List<Violation> machine(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.mainFiles()) {
            if (EDGE_MODULES.contains(file.module())) {
                continue;
            }
            file.selects().stream().filter(s -> MACHINE.matcher(s).matches()).forEach(s ->
                    broken.add(new Violation("machine", file.path(), "asks the machine: " + s)));
            file.news().stream().filter(UNSEEDED::contains).forEach(s ->
                    broken.add(new Violation("machine", file.path(), "chance without seed: " + s)));
        }
        return broken;
    }

    /// No socket, stream, file or thread in the pure modules.
    static List<Violation> purity(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.mainFiles()) {
            if (!PURE_MODULES.contains(file.module())) {
                continue;
            }
            file.uses().stream().filter(used -> EFFECTS.matcher(used).matches()).forEach(used ->
                    broken.add(new Violation("purity", file.path(), "uses " + used)));
            file.words().stream().filter(THREADS::contains).forEach(word ->
                    broken.add(new Violation("purity", file.path(), "uses " + word)));
        }
        return broken;
    }
}
