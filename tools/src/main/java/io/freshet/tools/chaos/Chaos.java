package io.freshet.tools.chaos;

import io.freshet.tools.load.Clip;
import io.freshet.tools.options.Words;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.passage.Conditions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `freshet chaos`: breaks a cluster of its own while viewers watch, and says what they noticed.
///
/// Threading: the main thread.
public final class Chaos {

    public static final String USAGE = """
            usage: freshet chaos demo [--fault NAME] [--json] [--after TIME] [--input FILE]
                               [--slack TIMES] [--keep] [--delay TIME] [--loss PERCENT]
                               [--congestion NAME] [--seed NUMBER] [--away TIME]
                   freshet chaos all  [--json] [--after TIME] [--input FILE]
                               [--slack TIMES] [--keep]
                   freshet chaos run URL... [--inject COMMAND] [--ll] [--json] [--after TIME]
                               [--gap TIME] [--reopens N] [--discontinuities N]
                               [--slack TIMES] [--patience TIME]
            faults: %s
            """.formatted(Arrays.stream(Fault.values()).map(Fault::label)
            .collect(Collectors.joining(" ")));

    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int SLACK_MAX = 20;
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final Duration DELAY = Duration.ofMillis(80);
    private static final long WAY_BPS = 1_000_000;
    private static final Duration AFTER = Duration.ofSeconds(12);

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path home;

    /// @param out  the verdict
    /// @param err  how it goes
    /// @param home where `freshet` is
    public Chaos(PrintStream out, PrintStream err, Map<String, String> environment, Path home) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    /// What was asked for.
    private record Order(List<Fault> faults, boolean json, Duration after, String input,
            int slack, boolean keep, Duration away, Way way) {
    }

    /// How the way between regions is.
    ///
    /// @param delay there and back
    /// @param loss  percent; negative: what the fault says
    private record Way(Duration delay, int loss, long seed, String congestion) {
    }

    /// Does it, and returns the exit code.
    public int run(List<String> words) throws WrongUse, IOException, InterruptedException {
        if (!words.isEmpty() && words.getFirst().equals("run")) {
            return runElsewhere(words);
        }
        Order order = order(words);
        boolean network = order.faults.stream().anyMatch(Fault::needsNetwork);
        boolean inside = OwnNetwork.isInside(environment);
        Optional<String> none = network && !inside ? OwnNetwork.missing() : Optional.empty();
        if (none.isPresent() && order.faults.size() == 1) {
            throw new IOException(none.get());
        }
        if (network && !inside && none.isEmpty()) {
            return OwnNetwork.enter(home, words);
        }
        Clip clip = order.input.isEmpty() ? Clip.bundled() : Clip.read(Path.of(order.input));
        Findings findings = new Findings(out, order.json);
        for (Fault fault : order.faults) {
            Optional<String> missing = fault.missing().or(() -> none.filter(_ ->
                    fault.needsNetwork()));
            if (missing.isPresent()) {
                say("skipped " + fault.label() + ": " + missing.get());
                continue;
            }
            play(fault, clip, order, findings);
        }
        return findings.end() ? GOOD : BAD;
    }

    /// On somebody's own cluster.
    private int runElsewhere(List<String> given)
            throws WrongUse, IOException, InterruptedException {
        Words words = new Words(given, Set.of("json", "ll"), Map.of());
        OwnCluster cluster = OwnCluster.of(words);
        int slack = words.number("slack", 1, 1, SLACK_MAX);
        Findings findings = new Findings(out, words.flag("json"));
        words.finish();
        findings.add("run", cluster.inject().isEmpty() ? "nothing of ours" : cluster.inject(),
                cluster.play(this::say).stream().map(account ->
                        Verdict.of(account, cluster.bounds(), false, slack)).toList(),
                Optional.empty());
        return findings.end() ? GOOD : BAD;
    }

    private static Order order(List<String> given) throws WrongUse {
        Words words = new Words(given, Set.of("json", "keep"), Map.of());
        String what = words.plain().isEmpty() ? "" : words.plain().getFirst();
        List<Fault> faults = switch (what) {
            case "demo" -> {
                String name = words.text("fault").orElse(Fault.KILL_LEADER.label());
                yield List.of(Fault.of(name).orElseThrow(() ->
                        new WrongUse("there is no fault " + name)));
            }
            case "all" -> List.of(Fault.values());
            default -> throw new WrongUse("chaos takes demo, all or run");
        };
        Order order = new Order(faults, words.flag("json"), words.duration("after", AFTER),
                words.text("input").orElse(""), words.number("slack", 1, 1, SLACK_MAX),
                words.flag("keep"), words.duration("away", AWAY),
                new Way(words.duration("delay", DELAY),
                        words.number("loss", -1, 0, 100), words.number("seed", 1, 0, 999_999_999),
                        words.text("congestion").orElse("")));
        words.finish();
        return order;
    }

    private void play(Fault fault, Clip clip, Order order, Findings findings)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("freshet-chaos");
        boolean played = false;
        try (Ground ground = new Ground(folder, home, terrain(fault, order),
                fault)) {
            say("starting " + Ground.SERVERS + " servers of NATS, " + Ground.ORIGINS
                    + " origins and " + Ground.EDGES + " edges");
            ground.start();
            try (Show show = new Show(ground, this::say)) {
                Clip shown = fault.isWay() ? clip.filled(WAY_BPS) : clip;
                List<Verdict> verdicts = show.play(fault, shown, order.away, order.after).stream()
                        .map(account -> Verdict.of(account, fault.bounds(),
                                fault.edge().filter(account.node()::equals).isPresent(),
                                order.slack)).toList();
                findings.add(fault.label(), fault.words(), verdicts,
                        Optional.of(show.succession(fault)));
                played = true;
            }
        } finally {
            if (order.keep || !played) {
                say("data and logs are in " + folder);
            } else {
                delete(folder);
            }
        }
    }

    private static Terrain terrain(Fault fault, Order order) {
        return fault.isWay() ? new TwoSites(new Conditions(
                (int) order.way.delay.toMillis() / 2, order.way.loss < 0 ? fault.lossPercent()
                        : order.way.loss), order.way.seed, order.way.congestion)
                : new Terrain.Loopback();
    }

    /// What is left of it: those who have just ended may still be deleting as well.
    private void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException rest) {
            say("not all of " + folder + " could be deleted: " + rest.getMessage());
        }
    }

    private void say(String text) {
        err.println("chaos: " + text);
    }
}
