package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./freshet pack` makes runs in another folder, with a Java and nothing else.
@Tag("clients")
final class PackTest {

    private static final Duration PACKED = Duration.ofMinutes(4);
    private static final Duration RUN = Duration.ofSeconds(30);
    private static final Pattern WATCH = Pattern.compile("watch +(http://\\S+)");

    @TempDir
    Path folder;

    /// Without the environment of the one who built it: no Maven, no Node, no settings.
    private Program start(Path home, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin",
                "JAVA_HOME=" + System.getProperty("java.home"),
                home.resolve("freshet").toString()));
        all.addAll(List.of(words));
        return Program.start(folder, all.toArray(String[]::new));
    }

    private String said(Path home, String... words) throws Exception {
        try (Program program = start(home, words)) {
            return program.finish(RUN);
        }
    }

    /// A name with a blank, since people have such folders.
    private Path unpacked() throws Exception {
        Path file = folder.resolve("freshet.tar.gz");
        try (Program packing = Program.start(folder, "../freshet", "pack", file.toString())) {
            assertThat(packing.finish(PACKED)).contains("packed " + file);
        }
        Path place = Files.createDirectories(folder.resolve("an other place"));
        try (Program taking = Program.start(folder, "tar", "-C", place.toString(), "-xzf",
                file.toString())) {
            taking.finish(RUN);
        }
        try (var found = Files.list(place)) {
            return found.findFirst().orElseThrow();
        }
    }

    @Test
    void runsElsewhereWithItsCaches() throws Exception {
        Path home = unpacked();
        assertThat(said(home, "version")).startsWith("freshet ").contains("Java 25");
        assertThat(said(home, "check")).contains("all defaults");
        for (String unit : List.of("systemd/freshet.yaml", "systemd/freshet-node.yaml")) {
            assertThat(said(home, "check", "--config", home.resolve("deploy").resolve(unit)
                    .toString())).contains("is good");
        }
        try (Program node = start(home, "--data", folder.resolve("data").toString(),
                "--set", "rtmp.listen=127.0.0.1:0", "--set", "rtmps.listen=off",
                "--set", "http.listen=127.0.0.1:0", "--set", "https.listen=off",
                "--set", "control.listen=127.0.0.1:0", "--set", "drain-timeout=0s")) {
            Patience.until("the start page", RUN, () -> watch(node).find());
            Matcher watch = watch(node);
            assertThat(watch.find()).isTrue();
            assertThat(home.resolve("program/normal.aot")).exists();
            assertThat(home.resolve("program/small.aot")).exists();
            playsTheDemo(watch.group(1));
            node.terminate();
            assertThat(node.await(RUN)).isZero();
        }
    }

    private static void playsTheDemo(String pages) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Patience.until("the demo channel", RUN, () -> {
                try {
                    return client.send(HttpRequest.newBuilder(URI.create(pages
                            + "live/demo/v1.m3u8")).build(), BodyHandlers.ofString()).body()
                            .contains("#EXTINF");
                } catch (IOException | InterruptedException notYet) {
                    return false;
                }
            });
        }
    }

    private static Matcher watch(Program node) {
        try {
            return WATCH.matcher(node.output());
        } catch (IOException notYet) {
            return WATCH.matcher("");
        }
    }
}
