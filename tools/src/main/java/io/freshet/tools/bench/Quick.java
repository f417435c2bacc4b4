package io.freshet.tools.bench;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.load.Clip;
import io.freshet.tools.load.CrowdPlan;
import io.freshet.tools.load.Progress;
import io.freshet.tools.machine.Calibration;
import io.freshet.tools.machine.Cores;
import io.freshet.tools.machine.ServerProcess;
import io.freshet.tools.options.Words;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.wire.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// `bench quick`: is it as cheap as it was? Under three minutes.
///
/// The figure is the server's CPU time for a delivered message, in transfers of a [Calibration]
/// that is made before and after each measurement; and instructions, where the machine counts them.
///
/// Threading: the main thread.
final class Quick {

    private static final int VIEWERS = 400;
    private static final int ROUNDS = 3;
    private static final Duration WARMUP = Duration.ofSeconds(2);
    private static final Duration TIME = Duration.ofSeconds(6);
    private static final String STORED = "quick.properties";

    private record Case(String name, Target.Kind kind, String flush) {
    }

    private static final List<Case> CASES = List.of(
            new Case("http-flv-video", Target.Kind.HTTP_FLV, "video"),
            new Case("http-flv-100ms", Target.Kind.HTTP_FLV, "100ms"),
            new Case("rtmp-video", Target.Kind.RTMP, "video"));

    private final Optional<Path> against;
    private final Optional<Path> store;
    private final Optional<String> set;
    private final Clip clip;
    private final Progress progress;

    Quick(Words words, Progress progress) throws WrongUse, IOException {
        this.against = words.text("against").map(Path::of);
        this.store = words.text("store").map(Path::of);
        this.set = words.text("set");
        this.clip = Plans.clip(words.text("input"));
        this.progress = progress;
        if (set.isPresent() && set.get().indexOf('=') < 1) {
            throw new WrongUse("--set " + set.get() + " is not KEY=VALUE");
        }
    }

    /// Runs all cases; the section `verdict` has `slower`, how many are.
    Report run() throws IOException, InterruptedException {
        Properties stored = stored();
        Properties measured = new Properties();
        Cores cores = Cores.separate();
        List<Section> sections = new ArrayList<>();
        int slower = 0;
        int disturbed = 0;
        for (Cost each : measure(cores)) {
            slower += each.verdict(stored) == Cost.Verdict.SLOWER ? 1 : 0;
            disturbed += each.verdict(stored) == Cost.Verdict.DISTURBED ? 1 : 0;
            each.store(measured);
            sections.add(each.section(stored));
        }
        if (store.isPresent()) {
            try (Writer out = Files.newBufferedWriter(store.get())) {
                measured.store(out, "cost of a delivered message, by freshet bench quick --store");
            }
        }
        sections.add(new Section("verdict", List.of(Figure.of("rounds", ROUNDS),
                Figure.of("slower", slower), Figure.of("disturbed", disturbed),
                Figure.of("tolerance_percent_transfers", Cost.TRANSFERS_PERCENT),
                Figure.of("tolerance_percent_instructions", Cost.INSTRUCTIONS_PERCENT),
                Figure.of("cores", cores.text()))));
        return new Report("bench quick", sections, List.of());
    }

    /// All in turns, so that what else the machine does meets all of them; a first round, in which
    /// a JVM learns, does not count.
    private List<Cost> measure(Cores cores) throws IOException, InterruptedException {
        List<ServerProcess> servers = new ArrayList<>();
        double[][] transfers = new double[CASES.size()][ROUNDS];
        double[][] instructions = new double[CASES.size()][ROUNDS];
        double[][] waited = new double[CASES.size()][ROUNDS];
        try {
            for (Case each : CASES) {
                servers.add(ServerProcess.freshet(cores, sets(each)));
            }
            for (int round = -1; round < ROUNDS; round++) {
                for (int i = 0; i < CASES.size(); i++) {
                    double before = Calibration.transferUs();
                    Trial.Result result = trial(CASES.get(i), servers.get(i), round);
                    double us = (before + Calibration.transferUs()) / 2;
                    if (round >= 0) {
                        transfers[i][round] = result.steadyUs() / us;
                        instructions[i][round] = result.instructions();
                        waited[i][round] = result.waitedPercent();
                    }
                }
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < CASES.size(); i++) {
            costs.add(new Cost(CASES.get(i).name, Sample.of(transfers[i]),
                    Sample.of(instructions[i]), Sample.of(waited[i])));
        }
        return costs;
    }

    private Map<String, String> sets(Case of) {
        Map<String, String> sets = new HashMap<>(Map.of("apps.live.flush-interval", of.flush));
        set.ifPresent(text -> sets.put(text.substring(0, text.indexOf('=')),
                text.substring(text.indexOf('=') + 1)));
        return sets;
    }

    private Trial.Result trial(Case of, ServerProcess server, int round)
            throws IOException, InterruptedException {
        String where = of.name + ", round " + (round + 1) + " of " + ROUNDS + ": ";
        return new Trial(clip, of.kind, VIEWERS, WARMUP, TIME,
                CrowdPlan.READ_EVERY).run(server, text ->
                progress.line(text.isEmpty() ? "" : where + text));
    }

    private Properties stored() throws IOException {
        Properties stored = new Properties();
        if (against.isPresent()) {
            try (Reader in = Files.newBufferedReader(against.get())) {
                stored.load(in);
            }
            return stored;
        }
        try (InputStream in = Quick.class.getResourceAsStream(STORED)) {
            if (in != null) {
                stored.load(in);
            }
        }
        return stored;
    }
}
