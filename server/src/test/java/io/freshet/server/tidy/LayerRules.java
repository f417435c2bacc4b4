package io.freshet.server.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who may use whom: modules, siblings, and the libraries from outside.
final class LayerRules {

    /// The table of ARCHITECTURE.md; `server` may use all, `testkit` is for tests.
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("media", Set.of()),
            Map.entry("net", Set.of()),
            Map.entry("testkit", Set.of("media")),
            Map.entry("format", Set.of("media")),
            Map.entry("protocol", Set.of("media", "format")),
            Map.entry("live", Set.of("media", "format")),
            Map.entry("coordination", Set.of("media")),
            Map.entry("cluster", Set.of("media", "format", "net", "coordination", "live")),
            Map.entry("gateway", Set.of("media", "format", "protocol", "net", "live")),
            Map.entry("control", Set.of("media", "format", "live", "net")),
            Map.entry("tools", Set.of("media", "format", "protocol", "net")),
            Map.entry("server", Set.of("media", "format", "protocol", "net", "live", "gateway",
                    "control", "coordination", "cluster")),
            Map.entry("benchmarks", Set.of("media", "format", "protocol", "net", "live",
                    "gateway")));

    /// A library from outside is used from one place, so that it can be replaced there.
    private static final Map<String, List<String>> OWNERS = Map.ofEntries(
            Map.entry("io.netty.", List.of("io.freshet.net", "io.freshet.gateway.wire",
                    "io.freshet.tools.wire", "io.freshet.benchmarks")),
            Map.entry("org.openjdk.jmh.", List.of("io.freshet.benchmarks")),
            Map.entry("io.helidon.", List.of("io.freshet.control")),
            Map.entry("io.prometheus.", List.of("io.freshet.control")),
            Map.entry("tools.jackson.", List.of("io.freshet.control",
                    "io.freshet.tools.figures", "io.freshet.tools.ctl")),
            Map.entry("org.HdrHistogram.", List.of("io.freshet.tools.figures")),
            Map.entry("org.snakeyaml.", List.of("io.freshet.server.config",
                    "io.freshet.tools.ctl")),
            Map.entry("io.nats.", List.of("io.freshet.cluster.nats")),
            Map.entry("jakarta.mail.", List.of("io.freshet.control.alerts")),
            Map.entry("org.jdbi.", List.of("io.freshet.control")),
            Map.entry("org.flywaydb.", List.of("io.freshet.control.store")),
            Map.entry("com.zaxxer.", List.of("io.freshet.control.store")),
            Map.entry("org.bouncycastle.", List.of("io.freshet.control.people")));

    private static final Pattern OWN_MODULE = Pattern.compile("io\\.freshet\\.([a-z]+)\\..*");
    private static final Pattern FAMILY =
            Pattern.compile("io\\.freshet\\.(protocol|gateway)\\.([a-z0-9]+)(\\..*)?");
    /// Siblings that others build on.
    private static final Set<String> SHARED = Set.of("gateway.wire", "protocol.rtp");

    private LayerRules() {
    }

    static List<Violation> poms(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        tree.dependencies().forEach((module, uses) -> {
            Set<String> allowed = ALLOWED.get(module);
            if (allowed == null) {
                broken.add(new Violation("poms", module, "is not in the table of modules"));
                return;
            }
            uses.stream().filter(used -> !allowed.contains(used)).forEach(used -> broken.add(
                    new Violation("poms", module, "may not depend on " + used)));
        });
        return broken;
    }

    /// Maven lets a module see what its dependencies depend on; we do not.
    static List<Violation> layers(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.mainFiles()) {
            Set<String> named = tree.dependencies().getOrDefault(file.module(), Set.of());
            for (String used : file.uses()) {
                Matcher matcher = OWN_MODULE.matcher(used);
                if (matcher.matches() && !matcher.group(1).equals(file.module())
                        && !named.contains(matcher.group(1))) {
                    broken.add(new Violation("layers", file.path(), "uses " + used
                            + ", which the module's pom does not name"));
                }
            }
        }
        return broken;
    }

    static List<Violation> siblings(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.mainFiles()) {
            Matcher own = FAMILY.matcher(file.packageName());
            if (!own.matches()) {
                continue;
            }
            for (String used : file.uses()) {
                Matcher other = FAMILY.matcher(used);
                if (other.matches() && other.group(1).equals(own.group(1))
                        && !other.group(2).equals(own.group(2))
                        && !SHARED.contains(other.group(1) + "." + other.group(2))) {
                    broken.add(new Violation("siblings", file.path(), "uses " + used));
                }
            }
        }
        return broken;
    }

    static List<Violation> libraries(SourceTree tree) {
        List<Violation> broken = new ArrayList<>();
        for (SourceFile file : tree.mainFiles()) {
            for (String used : file.uses()) {
                OWNERS.forEach((library, owners) -> {
                    if (used.startsWith(library) && owners.stream().noneMatch(owner ->
                            (file.packageName() + ".").startsWith(owner + "."))) {
                        broken.add(new Violation("libraries", file.path(), "uses " + used));
                    }
                });
            }
        }
        return broken;
    }
}
