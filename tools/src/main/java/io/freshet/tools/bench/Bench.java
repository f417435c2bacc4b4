package io.freshet.tools.bench;

import io.freshet.tools.figures.Curve;
import io.freshet.tools.figures.HtmlPage;
import io.freshet.tools.figures.JsonText;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.figures.SvgPlot;
import io.freshet.tools.figures.TableText;
import io.freshet.tools.load.LoadPlan;
import io.freshet.tools.load.LoadRun;
import io.freshet.tools.load.Progress;
import io.freshet.tools.options.Words;
import io.freshet.tools.options.WrongUse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `freshet bench`: understands its words, runs, and tells what was found.
///
/// Threading: the main thread.
public final class Bench {

    /// How to ask.
    public static final String USAGE = """
            usage: freshet bench play URL... [OPTION]...      viewers: rtmp, http, ws, or ...s
                   freshet bench hls URL... [--ll] [--h2]     viewers of HLS, of LL-HLS; HTTP/2
                   freshet bench publish URL [OPTION]...      publishers: rtmp://HOST/APP/NAME
                   freshet bench mixed URL... --publish URL   both, in one process
                   freshet bench compare [-n N,...] [--rounds N]    beside nginx-rtmp
                   freshet bench transport [-n N,...] [--rounds N] [--flush INTERVAL,...]
                   freshet bench growth [-n N,...] [--flush INTERVAL,...] [--kind KIND,...]
                                  [--nginx]       CPU per message as viewers become more
                   freshet bench quick [--against FILE] [--store FILE] [--set KEY=VALUE]
                                                              slower than it was?
              -n N           viewers of each URL, or publishers (100)
              -r N           how many come in a second (500); more than 8 URLs of one
                             kind are counted, and come, as one
              -w, -d TIME    warm-up and measured time (3s, 10s)
              --stay TIME    each viewer leaves after about that time, and another one comes
              --reconnect TIME  one whose connection broke comes again after that time
              --slow PERCENT, --slow-rate SIZE   viewers that read so many bytes a second (0)
              --ahead        viewers of LL-HLS ask for the part that is announced, too
              --stall TIME, --gap TIME   what counts as a stall (1s), as a gap in time (500ms)
              --sample N     each N-th viewer measures latency
              --read-every TIME  how often the others are read (200ms; 0ms: when something comes)
              --loops N      threads (1)
              --input FILE   FLV that publishers send (a bundled clip); --no-clock: as it is
              --publishers N, --pid PID[,PID]..., --metrics URL
              --json FILE, --html FILE, --svg FOLDER, --quiet
            """;

    private static final int OK = 0;
    private static final int NOTHING_CAME = 1;
    private static final int NO_VERDICT = 3;
    private static final Set<String> FLAGS = Set.of("ll", "ahead", "h2", "no-clock", "nginx",
            "quiet");
    private static final Map<String, String> SHORTS = Map.of("n", "number", "r", "rate",
            "w", "warmup", "d", "duration");

    private final PrintStream out;
    private final PrintStream err;

    /// @param out for results
    /// @param err for progress
    public Bench(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Does it, and returns the exit code: 0, or 1 if nothing was delivered or `quick` found it
    /// slower, or 3 if `quick` could not tell.
    public int run(List<String> words) throws WrongUse, IOException, InterruptedException {
        if (words.isEmpty()) {
            throw new WrongUse("bench what? play, hls, publish or mixed");
        }
        String kind = words.getFirst();
        Words rest = new Words(words.subList(1, words.size()), FLAGS, SHORTS);
        Output output = Output.of(rest);
        Progress progress = output.quiet() ? Progress.NONE : new ProgressLine(err);
        return switch (kind) {
            case "play", "hls", "publish", "mixed" -> {
                LoadPlan plan = Plans.of(kind, rest);
                rest.finish();
                yield tell(LoadRun.run(plan, progress), output);
            }
            case "compare", "transport" -> {
                Contests contests = new Contests(rest, progress);
                rest.finish();
                yield tell(kind.equals("compare") ? contests.compare() : contests.transport(),
                        output);
            }
            case "growth" -> {
                Growth growth = new Growth(rest, progress);
                rest.finish();
                yield tell(growth.run(), output);
            }
            case "quick" -> {
                Quick quick = new Quick(rest, progress);
                rest.finish();
                Report report = quick.run();
                tell(report, output);
                Section verdict = report.section("verdict").orElseThrow();
                yield verdict.amount("slower", 0) > 0 ? NOTHING_CAME
                        : verdict.amount("disturbed", 0) > 0 ? NO_VERDICT : OK;
            }
            default -> throw new WrongUse("unknown bench " + kind);
        };
    }

    /// Where results go besides the terminal.
    record Output(Optional<Path> json, Optional<Path> html, Optional<Path> svg, boolean quiet) {
        static Output of(Words words) {
            return new Output(words.text("json").map(Path::of),
                    words.text("html").map(Path::of), words.text("svg").map(Path::of),
                    words.flag("quiet"));
        }
    }

    private int tell(Report report, Output output) throws IOException {
        out.print(TableText.of(report));
        if (output.json.isPresent()) {
            Files.writeString(output.json.get(), JsonText.of(report));
        }
        if (output.html.isPresent()) {
            Files.writeString(output.html.get(), HtmlPage.of(report, "Measured "
                    + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " on "
                    + Runtime.getRuntime().availableProcessors() + " cores, Java "
                    + Runtime.version().feature() + "."));
        }
        if (output.svg.isPresent()) {
            for (Curve curve : report.curves()) {
                String name = curve.title().toLowerCase(Locale.ROOT).replaceAll("\\W+", "-");
                Files.writeString(output.svg.get().resolve(name + ".svg"), SvgPlot.file(curve));
            }
        }
        boolean came = report.sections().stream().anyMatch(each ->
                each.amount("delivered_messages", 0) + each.amount("sent_messages", 0)
                        + each.amount("rounds", 0) > 0);
        return came ? OK : NOTHING_CAME;
    }
}
