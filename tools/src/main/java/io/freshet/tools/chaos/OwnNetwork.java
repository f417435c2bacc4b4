package io.freshet.tools.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A network of our own, in which addresses can be cut off without harm to anybody.
///
/// Threading: stateless.
final class OwnNetwork {

    private static final String INSIDE = "CHAOS_NETWORK_OF_ITS_OWN";
    private static final String TABLE = "freshet_chaos";

    private OwnNetwork() {
    }

    /// Whether this process is in one.
    static boolean isInside(Map<String, String> environment) {
        return environment.containsKey(INSIDE);
    }

    /// Why none can be made here.
    static Optional<String> missing() throws IOException, InterruptedException {
        return run(List.of("unshare", isRoot() ? "--net" : "-rn", "sh", "-c",
                "ip link set lo up && nft list ruleset")) == 0 ? Optional.empty()
                : Optional.of("needs a network namespace, ip and nft; on Debian: "
                        + "apt-get install util-linux iproute2 nftables");
    }

    /// Runs the same command in a network namespace.
    ///
    /// @return its exit status
    static int enter(Path home, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--net",
                "--map-root-user", "sh", "-c",
                "ip link set lo up && nft list ruleset > /dev/null && exec \"$0\" \"$@\"",
                home.resolve("freshet").toString(), "chaos"));
        if (isRoot()) {
            command.remove("--map-root-user");
        }
        command.addAll(words);
        ProcessBuilder inside = new ProcessBuilder(command).inheritIO();
        inside.environment().put(INSIDE, "1");
        Process process = inside.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// Nobody reaches that address, and who has it reaches nobody else.
    static void cut(String host) throws IOException, InterruptedException {
        must("add table ip " + TABLE);
        must("add chain ip " + TABLE + " out { type filter hook output priority 0 ; }");
        must("add rule ip " + TABLE + " out ip saddr " + host + " ip daddr != " + host + " drop");
        must("add rule ip " + TABLE + " out ip daddr " + host + " ip saddr != " + host + " drop");
    }

    /// All reach all again.
    static void mend() throws IOException, InterruptedException {
        must("delete table ip " + TABLE);
    }

    private static void must(String rule) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("nft"));
        words.addAll(List.of(rule.split(" ")));
        if (run(words) != 0) {
            throw new IOException("nft " + rule + " failed");
        }
    }

    /// Runs a command; its exit status, or -1.
    static int run(List<String> words) throws IOException, InterruptedException {
        return run(words, Duration.ofSeconds(10));
    }

    /// Runs a command that may take so long; its exit status, or -1.
    static int run(List<String> words, Duration patience)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
