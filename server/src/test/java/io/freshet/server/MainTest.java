package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... words) {
        return new Main(Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(words));
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("f.yaml"), text).toString();
    }

    @Test
    void noWordsAreServe() {
        assertThat(CommandLine.parse(List.of())).isInstanceOf(CommandLine.Serve.class);
        assertThat(CommandLine.parse(List.of("--data", "d", "--set", "loops=1"))).isEqualTo(
                new CommandLine.Serve(new CommandLine.Options(Optional.empty(),
                        List.of("data-dir=d", "loops=1"))));
        assertThat(CommandLine.parse(List.of("serve", "--profile", "small"))).isEqualTo(
                new CommandLine.Serve(new CommandLine.Options(Optional.empty(),
                        List.of("profile=small"))));
    }

    @Test
    void unknownWordsGetTheUsage() {
        assertThat(run("dance")).isEqualTo(Main.WRONG_USE);
        assertThat(err).asString().contains("unknown command dance").contains("usage: freshet");
        assertThat(run("check", "--config")).isEqualTo(Main.WRONG_USE);
        assertThat(run("check", "--verbose", "x")).isEqualTo(Main.WRONG_USE);
        assertThat(run("version", "x")).isEqualTo(Main.WRONG_USE);
    }

    @Test
    void whoAsksForHelpGetsIt() {
        for (String[] words : new String[][] {{"--help"}, {"help"}, {"serve", "--help"},
                {"check", "-h"}, {"--set", "loops=1", "--help"}, {"restore", "--help"}}) {
            out.reset();
            assertThat(run(words)).as(String.join(" ", words)).isZero();
            assertThat(out).asString().contains("usage: freshet");
        }
    }

    @Test
    void versionNamesItselfAndJava() {
        assertThat(run("version")).isEqualTo(Main.OK);
        assertThat(out).asString().startsWith("freshet ").contains("Java 25");
    }

    @Test
    void checkPassesAGoodFile() throws IOException {
        assertThat(run("check", "--config", file("loops: 2"))).isEqualTo(Main.OK);
        assertThat(out).asString().contains("f.yaml is good");
    }

    @Test
    void checkTellsWhatIsWrongAndWhere() throws IOException {
        assertThat(run("check", "--config", file("loop: 2"))).isEqualTo(Main.WRONG_USE);
        assertThat(err).asString().contains("f.yaml:1: loop: unknown key; the nearest is loops");
        assertThat(run("check", "--set", "rtmp.listen=x")).isEqualTo(Main.WRONG_USE);
        assertThat(err).asString().contains("--set: rtmp.listen: 'x' is not HOST:PORT");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThat(run("check", "--config", folder.resolve("no").toString()))
                .isEqualTo(Main.WRONG_USE);
        assertThat(err).asString().contains("cannot be read");
    }

    @Test
    void referencePagesAreWritten() {
        assertThat(run("check", "--reference", folder.toString())).isEqualTo(Main.OK);
        assertThat(folder.resolve("configuration.md")).isNotEmptyFile();
        assertThat(folder.resolve("freshet.yaml")).isNotEmptyFile();
    }
}
