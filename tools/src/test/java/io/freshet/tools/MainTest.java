package io.freshet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String words) {
        return new Main(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    @Test
    void wordsWithoutSenseGetTheUsage() {
        for (String words : List.of("", "dance", "bench", "bench dance", "bench play",
                "bench play ftp://h/x", "bench hls http://h/x.flv", "bench play rtmp://h/a",
                "bench play http://h/a.flv -n 0", "bench play http://h/a.flv -n",
                "bench play http://h/a.flv --no-such 1", "bench play http://h/a.flv -d 3",
                "bench publish http://h/a.flv", "bench mixed http://h/a.flv", "probe",
                "probe ftp://h/x", "probe rtmp://h/a/b --seconds x")) {
            err.reset();
            assertThat(run(words)).as(words).isEqualTo(2);
            assertThat(err).asString().as(words).contains("usage: freshet bench");
        }
    }

    @Test
    void whoAsksForHelpGetsIt() {
        for (String tool : List.of("bench", "probe", "ctl", "chaos")) {
            for (String words : List.of(" --help", " -h", " play --help")) {
                out.reset();
                assertThat(run(tool + words)).as(tool + words).isZero();
                assertThat(out).asString().as(tool).contains("usage:", "freshet " + tool);
            }
        }
        assertThat(err).asString().isEmpty();
    }

    @Test
    void aWrongWordIsNamed() {
        run("bench play http://h/a.flv -n 2 -n 3");
        assertThat(err).asString().contains("-n is given twice");
        run("bench play http://h/a.flv --pid x");
        assertThat(err).asString().contains("--pid x is no process id");
    }
}
