package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.freshet.testkit.Patience;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each part of a node is broken in turn; it comes back by itself, or a person is called.
///
/// What breaks them is here, by reflection: the product has no switch for it.
@Tag("faults")
@Timeout(240)
class HealingClientsTest {

    @TempDir Path folder;
    private HealedCluster cluster;

    @BeforeEach
    void open() throws IOException {
        cluster = new HealedCluster(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /// A node that looks, an origin and an edge, all in this process.
    private void openAll() throws Exception {
        cluster.open("watcher", "control,edge");
        cluster.open("origin", "ingest,origin");
        cluster.open("edge", "edge");
        cluster.operate("watcher");
        cluster.publish("origin");
        cluster.watch("edge");
        cluster.awaitPlaylist("edge");
        cluster.awaitHealthy("watcher", "origin", "edge");
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Class<?> type = of.getClass();
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static void call(Object of, String name) throws ReflectiveOperationException {
        Method method = of.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        method.invoke(of);
    }

    /// Its packager hears nothing any more of a stream that goes on.
    private void wedge(String name) throws Exception {
        Object node = field(cluster.node(name), "node");
        Object desk = field(node, "hls");
        Object channel = ((Map<?, ?>) field(desk, "channels")).values().iterator().next();
        call(field(channel, "feeding"), "cancel");
    }

    /// Nobody listens there any more.
    private void shut(String name, String group, String key) throws Exception {
        Object listeners = field(field(cluster.node(name), "node"), "listeners");
        Object server = ((Map<?, ?>) field(listeners, group)).get(key);
        Object tcp = group.equals("http") ? field(server, "tcp") : server;
        Object channel = field(tcp, "listener");
        channel.getClass().getMethod("close").invoke(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "edge"})
    void aPackagerThatIsWedgedIsMadeAnew(String where) throws Exception {
        openAll();
        wedge(where);
        cluster.awaitCondition(where, "recovering");
        cluster.awaitHealthy(where);
        cluster.awaitProgress(where);
        assertThat(cluster.steps(where)).contains("suspect", "recovering", "healthy")
                .doesNotContain("evicted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.listen", "rtmp.listen"})
    void aPortThatIsDeadIsOpenedAnew(String key) throws Exception {
        openAll();
        shut("edge", key.substring(0, key.indexOf('.')), key);
        cluster.awaitCondition("edge", "recovering");
        cluster.awaitHealthy("edge");
        cluster.awaitProgress("edge");
        assertThat(cluster.steps("edge")).doesNotContain("evicted");
    }

    @Test
    void nobodyIsHealedWhileMostFailAtOnce() throws Exception {
        openAll();
        shut("edge", "http", "http.listen");
        shut("origin", "http", "http.listen");
        Patience.until("doubt", HealedCluster.LONG, () -> {
            try {
                return cluster.api("GET", "api/v1/healing").contains("\"doubting\":true");
            } catch (Exception notYet) {
                return false;
            }
        });
        assertThat(cluster.steps("edge")).doesNotContain("evicted");
        assertThat(cluster.steps("origin")).doesNotContain("evicted");
    }

    /// An edge as a process, and a script that starts it anew.
    private Program openWithProcess(String provides) throws Exception {
        List<String> command = cluster.command("edge", "edge");
        Path script = folder.resolve("provide");
        Files.writeString(script, provides.formatted(folder.resolve("edge.pid"),
                String.join(" ", command.stream().map(word -> "'" + word + "'").toList()),
                folder.resolve("edge.log")));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        cluster.open("watcher", "control,edge", "healing.provider=process",
                "healing.command=" + script + " {node}",
                "healing.hook-command=" + hook() + " {what} {node}");
        cluster.open("origin", "ingest,origin");
        Program edge = cluster.start("edge", command);
        Files.writeString(folder.resolve("edge.pid"), Long.toString(edge.pid()));
        cluster.operate("watcher");
        cluster.publish("origin");
        cluster.watch("edge");
        cluster.awaitPlaylist("edge");
        cluster.awaitHealthy("watcher", "origin", "edge");
        return edge;
    }

    private Path hook() throws IOException {
        Path script = folder.resolve("hook");
        Files.writeString(script, "#!/bin/sh\necho \"$1 $2\" >> " + folder.resolve("hooked")
                + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static final String STARTS = """
            #!/bin/sh
            kill -9 $(cat %1$s) 2> /dev/null
            setsid %2$s > %3$s 2>&1 < /dev/null &
            echo $! > %1$s
            """;

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP"})
    void aNodeWhoseProcessIsStoppedIsEvictedStartedAnewTriedAndTakenBack(String signal)
            throws Exception {
        Program edge = openWithProcess(STARTS);
        try {
            signal(signal, edge.pid());
            cluster.awaitCondition("edge", "reprovisioning");
            cluster.awaitHealthy("edge");
            cluster.awaitProgress("edge");
            assertThat(cluster.steps("edge")).contains("suspect", "recovering", "evicted",
                    "reprovisioning", "trial", "healthy");
            assertThat(folder.resolve("hooked")).hasContent("withdraw edge\nrestore edge");
            assertThat(cluster.api("GET", "api/v1/streams")).doesNotContain("freshet-trial");
        } finally {
            signal("KILL", Long.parseLong(Files.readString(folder.resolve("edge.pid")).strip()));
        }
    }

    private void signal(String name, long pid) throws Exception {
        try (Program kill = Program.start(folder, "kill", "-" + name, Long.toString(pid))) {
            kill.await(Duration.ofSeconds(10));
        }
    }

    @Test
    void aNodeThatNobodyCanStartCallsAPersonAndIsTriedAgainWhenTheyHaveMendedIt()
            throws Exception {
        Program edge = openWithProcess("#!/bin/sh\nexit 1\n");
        edge.kill();
        cluster.awaitCondition("edge", "given-up 3 true");
        Patience.until("the alert", HealedCluster.LONG, () -> {
            try {
                return cluster.api("GET", "api/v1/alerts").contains("node edge was in vain");
            } catch (Exception notYet) {
                return false;
            }
        });
        cluster.start("edge", cluster.command("edge", "edge"));
        cluster.awaitAnswer("edge");
        assertThat(cluster.condition("edge")).startsWith("given-up");
        cluster.api("POST", "api/v1/nodes/edge/heal");
        cluster.awaitHealthy("edge");
        assertThat(cluster.condition("edge")).isEqualTo("healthy 0 false");
        cluster.awaitPlaylist("edge");
    }

    @Test
    void aDiskThatIsFullIsNoReasonToStop() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("origin"));
        try (Program mount = Program.start(folder, "mount", "-t", "tmpfs", "-o", "size=4m",
                "tmpfs", disk.toString())) {
            assumeThat(mount.await(Duration.ofSeconds(10))).as("the right to mount").isZero();
        }
        try {
            openAll();
            try (Program fill = Program.start(folder, "dd", "if=/dev/zero",
                    "of=" + disk.resolve("rest"), "bs=4k")) {
                assertThat(fill.await(Duration.ofSeconds(20))).isNotZero();
            }
            for (int i = 0; i < 5; i++) {
                cluster.awaitProgress("origin");
                cluster.awaitProgress("edge");
            }
            assertThat(cluster.condition("origin")).startsWith("healthy");
            assertThat(cluster.steps("origin")).doesNotContain("evicted");
        } finally {
            cluster.close();
            try (Program unmount = Program.start(folder, "umount", "-l", disk.toString())) {
                unmount.await(Duration.ofSeconds(10));
            }
        }
    }
}
