package io.freshet.tools.probe;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.JsonText;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.figures.TableText;
import io.freshet.tools.options.Words;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.wire.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `freshet probe`: looks at a stream for a while, and says what it is and what is wrong.
///
/// Threading: the main thread.
public final class Probe {

    /// How to ask.
    public static final String USAGE = """
                   freshet probe URL [--seconds N] [--json FILE]   exit 0 healthy, 1 findings,
                                                             2 cannot be reached
            """;

    private static final int HEALTHY = 0;
    private static final int FINDINGS = 1;
    private static final int UNREACHABLE = 2;
    private static final int SECONDS = 10;

    private final PrintStream out;

    /// @param out for what is found
    public Probe(PrintStream out) {
        this.out = out;
    }

    /// Does it, and returns the exit code.
    public int run(List<String> rest) throws WrongUse, IOException, InterruptedException {
        Words words = new Words(rest, Set.of(), Map.of());
        if (words.plain().size() != 1) {
            throw new WrongUse("probe takes one URL");
        }
        String url = words.plain().getFirst();
        Duration time = Duration.ofSeconds(words.number("seconds", SECONDS, 1, 86_400));
        Optional<Path> json = words.text("json").map(Path::of);
        words.finish();
        Verdict verdict = look(url, time);
        List<Section> sections = new ArrayList<>(verdict.sections());
        List<Figure> findings = new ArrayList<>();
        for (int i = 0; i < verdict.findings().size(); i++) {
            findings.add(Figure.of("finding_" + (i + 1), verdict.findings().get(i)));
        }
        sections.add(new Section("findings", findings));
        if (json.isPresent()) {
            Files.writeString(json.get(), JsonText.of(new Report("probe", sections, List.of())));
        }
        out.print(TableText.of(new Report("probe", verdict.sections(), List.of())));
        verdict.findings().forEach(each -> out.println("! " + each));
        out.println(verdict.reached() ? verdict.findings().isEmpty() ? "healthy"
                : verdict.findings().size() + " findings" : "cannot be reached");
        return !verdict.reached() ? UNREACHABLE
                : verdict.findings().isEmpty() ? HEALTHY : FINDINGS;
    }

    private static Verdict look(String url, Duration time)
            throws WrongUse, IOException, InterruptedException {
        boolean isHls = url.matches("https?://[^?]*\\.m3u8(\\?.*)?");
        try {
            return isHls ? HlsProbe.run(URI.create(url), time)
                    : MediaProbe.run(Target.parse(url), time);
        } catch (IllegalArgumentException e) {
            throw new WrongUse(String.valueOf(e.getMessage()));
        }
    }
}
