package io.freshet.tools.bench;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.load.Clip;
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
import java.util.Map;

/// `bench compare` and `bench transport`: candidates in turns, several rounds.
///
/// Threading: the main thread.
final class Contests {

    private final Clip clip;
    private final Duration warmup;
    private final Duration duration;
    /// When something comes: nginx-rtmp leaves it to the kernel to merge what is not read at once,
    /// and is late by that.
    private final Duration readEvery;
    private final int rounds;
    private final List<Integer> viewers;
    private final List<String> intervals;
    private final Progress progress;

    /// Something that can be started, and what is watched there.
    private record Candidate(String name, Starter starter, Target.Kind kind) {
    }

    private interface Starter {
        ServerProcess start(Cores cores) throws IOException, InterruptedException;
    }

    Contests(Words words, Progress progress) throws WrongUse, IOException {
        this.clip = Plans.clip(words.text("input"));
        this.warmup = words.duration("warmup", Duration.ofSeconds(4));
        this.duration = words.duration("duration", Duration.ofSeconds(8));
        this.readEvery = words.duration("read-every", Duration.ZERO);
        this.rounds = words.number("rounds", 3, 1, 100);
        this.viewers = Plans.numbers(words.text("number").orElse("500"));
        this.intervals = List.of(words.text("flush").orElse("video,100ms").split(","));
        this.progress = progress;
    }

    /// Freshet beside nginx-rtmp.
    ///
    /// @throws IOException if there is no nginx with the module
    Report compare() throws IOException, InterruptedException {
        if (!ServerProcess.hasNginx()) {
            throw new IOException("compare needs nginx with its RTMP module; on Debian: "
                    + "apt-get install nginx libnginx-mod-rtmp");
        }
        List<Candidate> all = List.of(
                new Candidate("nginx-rtmp", ServerProcess::nginx, Target.Kind.RTMP),
                new Candidate("freshet rtmp", freshet(Map.of()), Target.Kind.RTMP),
                new Candidate("freshet http-flv", freshet(Map.of()), Target.Kind.HTTP_FLV));
        return contest("bench compare", all);
    }

    /// The transports of this host, each with each flush interval.
    Report transport() throws IOException, InterruptedException {
        List<Candidate> all = new ArrayList<>();
        for (String interval : intervals) {
            for (String transport : List.of("io_uring", "epoll", "nio")) {
                all.add(new Candidate(transport + " " + interval, freshet(Map.of("transport",
                        transport, "apps.live.flush-interval", interval)), Target.Kind.HTTP_FLV));
            }
        }
        return contest("bench transport", all);
    }

    private static Starter freshet(Map<String, String> sets) {
        return cores -> ServerProcess.freshet(cores, sets);
    }

    private Report contest(String title, List<Candidate> candidates)
            throws IOException, InterruptedException {
        Cores cores = Cores.separate();
        List<Section> sections = new ArrayList<>();
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (Candidate each : candidates) {
                progress.line("starting " + each.name);
                servers.add(each.starter.start(cores));
            }
            for (int count : viewers) {
                Comparison comparison = rounds(candidates, servers, count);
                String suffix = viewers.size() == 1 ? "" : ", " + count + " viewers";
                comparison.sections().forEach(each ->
                        sections.add(new Section(each.name() + suffix, each.figures())));
                sections.add(new Section("verdict" + suffix, List.of(
                        Figure.of("viewers", count), Figure.of("cheapest", comparison.cheapest()),
                        Figure.of("cores", cores.text()))));
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
        return new Report(title, sections, List.of());
    }

    /// All in turns; a first round, in which a JVM learns, does not count.
    private Comparison rounds(List<Candidate> candidates, List<ServerProcess> servers, int count)
            throws IOException, InterruptedException {
        Comparison comparison = new Comparison();
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < candidates.size(); i++) {
                Candidate each = candidates.get(i);
                String where = each.name + ", " + count + " viewers, round " + round + " of "
                        + rounds + ": ";
                Trial trial = new Trial(clip, each.kind, count, warmup, duration,
                        readEvery);
                Trial.Result result = trial.run(servers.get(i),
                        text -> progress.line(text.isEmpty() ? "" : where + text));
                if (round > 0) {
                    comparison.add(each.name, result);
                }
            }
        }
        return comparison;
    }
}
