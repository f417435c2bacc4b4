package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.live.AppOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An encoder whose network vanishes without a word: its packets are dropped in a namespace.
@Tag("clients")
@Timeout(90)
class HalfOpenPublisherTest {

    private static final String SPACE = "freshet-" + ProcessHandle.current().pid();
    private static final String OUTSIDE = "fr" + ProcessHandle.current().pid() % 1_000_000;
    private static final String HOST = "10.213.77.1";

    private @TempDir Path folder = Path.of("");
    private final List<Process> running = new ArrayList<>();

    private static boolean run(String command) {
        try {
            Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null")).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void tidyUp() throws InterruptedException {
        for (Process process : running) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        run("ip link del " + OUTSIDE);
        run("ip netns del " + SPACE);
    }

    @Test
    void isReplacedWithinTwoSeconds() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root for a namespace");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")), "needs ffmpeg");
        assumeTrue(run("ip netns add " + SPACE), "network namespaces are not allowed here");
        assumeTrue(run("ip link add " + OUTSIDE + " type veth peer name inner netns " + SPACE),
                "virtual network links are not allowed here");
        String inside = "ip netns exec " + SPACE + " ";
        assertThat(run("ip addr add " + HOST + "/30 dev " + OUTSIDE)).isTrue();
        assertThat(run("ip link set " + OUTSIDE + " up")).isTrue();
        assertThat(run(inside + "ip addr add 10.213.77.2/30 dev inner")).isTrue();
        assertThat(run(inside + "ip link set inner up")).isTrue();
        try (GatewaySite site = new GatewaySite(folder, AppOptions.DEFAULT, Duration.ofSeconds(10),
                InetAddress.getByName(HOST))) {
            running.add(new ProcessBuilder((inside + "ffmpeg -v error -re -f lavfi -i testsrc=size="
                    + "160x120:rate=25 -c:v libx264 -preset ultrafast -g 25 -f flv rtmp://" + HOST
                    + ":" + site.rtmp.address().getPort() + "/live/a").split(" "))
                    .redirectErrorStream(true).redirectOutput(new File("/dev/null")).start());
            try (RtmpPeer viewer = playing(site)) {
                viewer.await("media 9 key");
                assertThat(run(inside + "nft add table inet f")).isTrue();
                assertThat(run(inside + "nft add chain inet f out { type filter hook output "
                        + "priority 0 ; policy drop ; }")).isTrue();
                long startedNs = System.nanoTime();
                try (RtmpPeer next = RtmpPeer.publish(site.rtmp.address(), "live", "a")) {
                    next.await("started");
                    long tookMs = (System.nanoTime() - startedNs) / 1_000_000;
                    System.out.println("half-open publisher replaced after=" + tookMs + "ms");
                    assertThat(tookMs).isLessThan(2000);
                    viewer.events.clear();
                    next.send(Encoder.tracks()).send(new Encoder(5).next(1500));
                    viewer.await("media 9 avcC");
                    viewer.await("media 9 key");
                }
            }
        }
    }

    /// FFmpeg takes a moment to publish.
    private static RtmpPeer playing(GatewaySite site) throws IOException {
        for (int i = 0; i < 2000 && site.find("a").isEmpty(); i++) {
            try (RtmpPeer asks = RtmpPeer.play(site.rtmp.address(), "live", "none")) {
                asks.await("ended");
            }
        }
        return RtmpPeer.play(site.rtmp.address(), "live", "a");
    }
}
