package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The watch page in Chromium, as the scripts of the console's own tests look at it.
final class WatchPage {

    /// With a GOP of 1 s, no B-frames and a picture of a size that a webcam sends.
    static final String RECIPE = "-f lavfi -i testsrc2=size=640x360:rate=25 "
            + "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 30 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -bf 0 -b:v 800k -pix_fmt yuv420p -c:a aac";
    private static final Path SCRIPTS = Path.of("..", "console", "e2e");
    private static final Duration END = Duration.ofSeconds(90);

    private WatchPage() {
    }

    /// Runs a script to its good end.
    ///
    /// @param script of `console/e2e`
    static void look(Path folder, String script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("node",
                SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(words));
        try (Program watching = Program.start(folder, Map.of(), command)) {
            int code = watching.await(END);
            assertThat(code).as(watching.output() + watching.told()).isZero();
        }
    }
}
