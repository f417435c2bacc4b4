package io.freshet.tools.bench;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.load.Clip;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// `bench quick`: is it as cheap as it was? Under three minutes.
///
/// The figure is the server's CPU time for a delivered message, in transfers of a [Calibration]
/// that is made beside each measurement.
///
/// Threading: the main thread.
final class Quick {

    private static final int VIEWERS = 400;
    private static final Duration WARMUP = Duration.ofSeconds(4);
    private static final Duration TIME = Duration.ofSeconds(8);
    private static final double TOLERANCE_PERCENT = 20;
    private static final String STORED = "quick.properties";

    private record Case(String name, Target.Kind kind, String flush) {
    }

    private static final List<Case> CASES = List.of(
            new Case("http-flv-video", Target.Kind.HTTP_FLV, "video"),
            new Case("http-flv-100ms", Target.Kind.HTTP_FLV, "100ms"),
            new Case("rtmp-video", Target.Kind.RTMP, "video"));

    private final Optional<Path> against;
    private final Optional<Path> store;
    private final Clip clip;
    private final Progress progress;

    Quick(Words words, Progress progress) throws WrongUse, IOException {
        this.against = words.text("against").map(Path::of);
        this.store = words.text("store").map(Path::of);
        this.clip = Plans.clip(words.text("input"));
        this.progress = progress;
    }

    /// Runs all cases; the section `verdict` has `slower`, how many are.
    Report run() throws IOException, InterruptedException {
        Properties stored = stored();
        Properties measured = new Properties();
        Cores cores = Cores.separate();
        List<Section> sections = new ArrayList<>();
        int slower = 0;
        for (Case each : CASES) {
            Sample sample = measure(each, cores);
            double before = Double.parseDouble(stored.getProperty(each.name, "0"));
            double percent = before <= 0 ? 0 : 100 * (sample.median() / before - 1);
            boolean isSlower = percent > TOLERANCE_PERCENT;
            slower += isSlower ? 1 : 0;
            measured.setProperty(each.name, Double.toString(sample.median()));
            sections.add(new Section(each.name, List.of(
                    Figure.of("transfers_per_message", sample.text()),
                    Figure.of("stored", before),
                    Figure.of("change_percent", percent),
                    Figure.of("verdict", before <= 0 ? "nothing stored"
                            : isSlower ? "SLOWER" : percent < -TOLERANCE_PERCENT ? "faster"
                                    : "as before"))));
        }
        if (store.isPresent()) {
            try (Writer out = Files.newBufferedWriter(store.get())) {
                measured.store(out, "transfers of the calibration for each delivered message");
            }
        }
        sections.add(new Section("verdict", List.of(Figure.of("slower", slower),
                Figure.of("tolerance_percent", TOLERANCE_PERCENT),
                Figure.of("cores", cores.text()))));
        return new Report("bench quick", sections, List.of());
    }

    /// Three measurements of one server; the first, in which a JVM learns, does not count.
    private Sample measure(Case of, Cores cores) throws IOException, InterruptedException {
        Trial trial = new Trial(clip, of.kind, VIEWERS, WARMUP, TIME);
        double[] costs = new double[2];
        try (ServerProcess server = ServerProcess.freshet(cores,
                Map.of("apps.live.flush-interval", of.flush))) {
            for (int i = -1; i < costs.length; i++) {
                String where = of.name + ": ";
                Trial.Result result = trial.run(server, text ->
                        progress.line(text.isEmpty() ? "" : where + text));
                if (i >= 0) {
                    costs[i] = result.cpuUs() / Calibration.transferUs();
                }
            }
        }
        return Sample.of(costs);
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
