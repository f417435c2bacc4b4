package io.freshet.tools.bench;

import io.freshet.tools.figures.Curve;
import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.load.Clip;
import io.freshet.tools.load.CrowdPlan;
import io.freshet.tools.load.Progress;
import io.freshet.tools.machine.Cores;
import io.freshet.tools.machine.ServerProcess;
import io.freshet.tools.options.Words;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.wire.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench growth`: what a message costs as viewers become more, and how many that makes a core.
///
/// Threading: the main thread.
final class Growth {

    private static final int WARMING_VIEWERS = 1_000;

    /// Viewers of one kind at one server.
    ///
    /// @param flush of Freshet's app; empty: the server is nginx-rtmp
    private record Line(String name, Target.Kind kind, String flush) {
    }

    private final Clip clip;
    private final Duration warmup;
    private final Duration duration;
    private final Duration readEvery;
    private final List<Integer> viewers;
    private final List<Line> lines = new ArrayList<>();
    private final Progress progress;

    Growth(Words words, Progress progress) throws WrongUse, IOException {
        this.clip = Plans.clip(words.text("input"));
        this.warmup = words.duration("warmup", Duration.ofSeconds(3));
        this.duration = words.duration("duration", Duration.ofSeconds(5));
        this.readEvery = words.duration("read-every", CrowdPlan.READ_EVERY);
        this.viewers = Plans.numbers(words.text("number").orElse("100,300,1000,3000"));
        this.progress = progress;
        for (String flush : words.text("flush").orElse("video,350ms").split(",")) {
            for (String kind : words.text("kind").orElse("http-flv,rtmp").split(",")) {
                lines.add(new Line("freshet " + kind + " " + flush, kind(kind), flush));
            }
        }
        if (words.flag("nginx")) {
            lines.add(new Line("nginx-rtmp", Target.Kind.RTMP, ""));
        }
    }

    private static Target.Kind kind(String text) throws WrongUse {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "http-flv" -> Target.Kind.HTTP_FLV;
            case "rtmp" -> Target.Kind.RTMP;
            default -> throw new WrongUse("--kind " + text + " is neither http-flv nor rtmp");
        };
    }

    Report run() throws IOException, InterruptedException {
        Cores cores = Cores.separate();
        List<Section> sections = new ArrayList<>();
        List<Curve.Line> costs = new ArrayList<>();
        for (Line line : lines) {
            progress.line("starting " + line.name);
            try (ServerProcess server = line.flush.isEmpty() ? ServerProcess.nginx(cores)
                    : ServerProcess.freshet(cores, Map.of("apps.live.flush-interval",
                            line.flush))) {
                costs.add(new Curve.Line(line.name, measure(line, server, sections)));
            }
        }
        sections.add(new Section("run", List.of(Figure.of("rounds", 1),
                Figure.of("measured_s", duration.toMillis() / 1e3),
                Figure.of("cores", cores.text()))));
        return new Report("bench growth", sections, List.of(new Curve(
                "CPU per delivered message by number of viewers", Curve.XAxis.VIEWERS, "us",
                costs)));
    }

    /// A first trial, in which a JVM learns, does not count.
    private List<Curve.Point> measure(Line line, ServerProcess server, List<Section> sections)
            throws IOException, InterruptedException {
        trial(line, server, WARMING_VIEWERS);
        List<Curve.Point> points = new ArrayList<>();
        double first = 0;
        for (int count : viewers) {
            Trial.Result result = trial(line, server, count);
            first = first == 0 ? result.cpuUs() : first;
            points.add(new Curve.Point(count, result.cpuUs()));
            sections.add(new Section(line.name + ", " + count, figures(result, first)));
        }
        return points;
    }

    private static List<Figure> figures(Trial.Result result, double first) {
        double each = result.use().messagesPerSecond() / Math.max(1, result.use().playing());
        double perCore = result.cpuUs() <= 0 || each <= 0 ? 0 : 1e6 / (result.cpuUs() * each);
        return List.of(Figure.of("cpu_us_per_message", result.cpuUs()),
                Figure.of("beside_the_first", first <= 0 ? 0 : result.cpuUs() / first),
                Figure.of("playing", Math.rint(result.use().playing())),
                Figure.of("messages_per_second_each", each),
                Figure.of("viewers_per_core", Math.rint(perCore)),
                Figure.of("latency_p50_ms", result.latencyP50Ms()),
                Figure.of("latency_p99_ms", result.latencyP99Ms()),
                Figure.of("join_p99_ms", result.joinP99Ms()),
                Figure.of("delivered_percent", result.deliveredPercent()),
                Figure.of("server_cpu_percent", result.use().serverPercent()),
                Figure.of("client_cpu_percent", result.use().clientPercent()),
                Figure.of("server_rss_mib", result.use().serverMib()));
    }

    private Trial.Result trial(Line line, ServerProcess server, int count)
            throws IOException, InterruptedException {
        String where = line.name + ", " + count + " viewers: ";
        return new Trial(clip, line.kind, count, warmup, duration, readEvery).run(server,
                text -> progress.line(text.isEmpty() ? "" : where + text));
    }
}
