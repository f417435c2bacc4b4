package io.freshet.server;

import io.freshet.server.CommandLine.Backup;
import io.freshet.server.CommandLine.Check;
import io.freshet.server.CommandLine.Help;
import io.freshet.server.CommandLine.Options;
import io.freshet.server.CommandLine.ResetPassword;
import io.freshet.server.CommandLine.Restore;
import io.freshet.server.CommandLine.Serve;
import io.freshet.server.CommandLine.Train;
import io.freshet.server.CommandLine.Version;
import io.freshet.server.CommandLine.WriteReference;
import io.freshet.server.CommandLine.Wrong;
import io.freshet.server.config.BadSettingsException;
import io.freshet.server.config.Profile;
import io.freshet.server.config.Reference;
import io.freshet.server.config.Settings;
import io.freshet.server.config.SettingsLoader;
import io.freshet.server.config.SettingsLoader.Sources;
import io.freshet.server.rehearsal.Rehearsal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The program: understands the command line, reads settings, hands over.
///
/// Threading: the main thread.
public final class Main {

    /// Exit codes: done, our fault, the user's fault.
    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    /// Until whatever start has left to others is done.
    private static final int SETTLED_MS = 2_000;
    private static final long LOADED_NS = System.nanoTime();
    private static final String DEFAULT_FILE = "freshet.yaml";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /// Runs what `words` ask for; ends the JVM with an exit code unless a server goes on running.
    public static void main(String[] words) {
        // Only the name: the class itself would bring the JDK's own manager into being.
        System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
        Thread.ofPlatform().daemon().name("jars").start(Main::openJars);
        int code = new Main(System.getenv(), System.out, System.err).run(List.of(words));
        if (code != OK) {
            System.exit(code);
        }
    }

    /// Before the first line is logged, Java asks every jar for a library that logs. Begun now, the
    /// jars are open by then.
    private static void openJars() {
        try {
            ClassLoader.getSystemResources("META-INF/services/java.lang.System$LoggerFinder")
                    .hasMoreElements();
        } catch (IOException _) {
            // Who needs a jar will say so.
        }
    }

    /// Does it, and returns the exit code.
    int run(List<String> words) {
        try {
            return switch (CommandLine.parse(words)) {
                case Serve serve -> serve(load(serve.options()), serve.options());
                case Check check -> check(check.options());
                case WriteReference reference -> write(Path.of(reference.folder()));
                case ResetPassword(String name, Options options) ->
                        new StoreCommands(load(options), out, err).resetPassword(name);
                case Backup(String name, Options options) ->
                        new StoreCommands(load(options), out, err).backup(Path.of(name));
                case Restore(String name, boolean replace, Options options) ->
                        new StoreCommands(load(options), out, err).restore(Path.of(name), replace);
                case Version _ -> say("freshet " + version() + ", Java " + Runtime.version());
                case Train train -> train(train.options());
                case Help _ -> say(CommandLine.USAGE.strip());
                case Wrong wrong -> {
                    err.println("freshet: " + wrong.why() + "\n" + CommandLine.USAGE.strip());
                    yield WRONG_USE;
                }
            };
        } catch (BadSettingsException e) {
            err.println(e.getMessage());
            return WRONG_USE;
        } catch (IOException e) {
            err.println("freshet: " + e);
            return FAILED;
        }
    }

    private int serve(Settings settings, Options options) {
        Node node;
        try {
            node = start(settings, options);
        } catch (StartFailure failure) {
            err.println("freshet: " + failure.getMessage());
            return FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.drain();
            // A node that was asked to stop and did has not failed, whatever the signal.
            Runtime.getRuntime().halt(OK);
        }, "stop"));
        try {
            Thread.sleep(SETTLED_MS);
            // What the start needed once is given back now, while nobody watches.
            System.gc();
            new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return OK;
    }

    private Node start(Settings settings, Options options) throws StartFailure {
        LogOutput log = LogOutput.install(settings.logLevel(), settings.watch().logFormat(), err);
        Node node = new Node(settings, version(), new Outside(out::println, System::nanoTime,
                () -> load(options), next ->
                        log.change(next.logLevel(), next.watch().logFormat())));
        Hangup.listen(() -> node.reload("SIGHUP"));
        out.print(StartPage.text(settings, node::port, node.transport(), version(),
                sinceStartMs()));
        out.flush();
        return node;
    }

    /// Since this class was loaded: the launcher's build does not count.
    private static long sinceStartMs() {
        return (System.nanoTime() - LOADED_NS) / 1_000_000;
    }

    /// Does for some seconds what nodes do, on free ports of loopback and with a folder of its own,
    /// from a command line as nodes have it: what is linked at a start is in the cache then.
    private int train(Options options) throws BadSettingsException, IOException {
        List<String> sets = new ArrayList<>(options.sets());
        if (sets.stream().noneMatch(set -> set.startsWith("data-dir="))) {
            sets.add("data-dir=" + Files.createTempDirectory("freshet-train"));
        }
        sets.addAll(List.of("rtmp.listen=127.0.0.1:0", "rtmps.listen=127.0.0.1:0",
                "http.listen=127.0.0.1:0", "https.listen=127.0.0.1:0",
                "control.listen=127.0.0.1:0", "drain-timeout=0s",
                // A busy machine shall learn as much as an idle one.
                "overload.enabled=false"));
        Path none = Files.createTempFile("freshet-train", ".yaml");
        List<String> words = new ArrayList<>(List.of("serve", "--config", none.toString()));
        sets.forEach(set -> words.addAll(List.of("--set", set)));
        // Lines are written but nobody reads them: there are thousands.
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
        Main trained = new Main(Map.of(), nobody, nobody);
        try {
            String done;
            try (Node node = trained.start(words)) {
                done = rehearsal(node, trained.settings(words).profile()).run();
            }
            // The second start finds what the first has left, and is as nodes are by default.
            words.addAll(List.of("--set", "overload.enabled=true"));
            try (Node _ = trained.start(words)) {
                Thread.sleep(SETTLED_MS);
            }
            return say(done);
        } catch (StartFailure failure) {
            err.println("freshet: " + failure.getMessage());
            return FAILED;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            Files.delete(none);
        }
    }

    private static Rehearsal rehearsal(Node node, Profile profile) {
        return new Rehearsal(new Rehearsal.Ports(node.port("rtmp.listen"),
                node.port("http.listen"), node.port("https.listen"),
                // What nobody asks for is not in the cache: it would be loaded at every start.
                profile == Profile.SMALL ? 0 : node.port("control.listen")));
    }

    private Settings settings(List<String> words) throws IOException, BadSettingsException {
        return load(((Serve) CommandLine.parse(words)).options());
    }

    private Node start(List<String> words)
            throws IOException, BadSettingsException, StartFailure {
        return start(settings(words), ((Serve) CommandLine.parse(words)).options());
    }

    private int check(Options options) throws IOException, BadSettingsException {
        load(options);
        Optional<Path> file = file(options);
        return say(file.map(path -> path + " is good").orElse("no settings file; all defaults"));
    }

    private Settings load(Options options) throws IOException, BadSettingsException {
        Optional<Path> file = file(options);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new BadSettingsException(List.of(file.get() + ": cannot be read"));
        }
        String yaml = file.isPresent() ? Files.readString(file.get()) : "";
        String name = file.map(Path::toString).orElse(DEFAULT_FILE);
        return SettingsLoader.load(new Sources(name, yaml, environment, options.sets()));
    }

    /// The one that was named, else the default if it exists.
    private Optional<Path> file(Options options) {
        String named = options.config().orElse(environment.getOrDefault("FRESHET_CONFIG", ""));
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        Path standard = Path.of(DEFAULT_FILE);
        return Files.exists(standard) ? Optional.of(standard) : Optional.empty();
    }

    private int write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("configuration.md"), Reference.markdown());
        Files.writeString(folder.resolve(DEFAULT_FILE), Reference.yaml());
        return say("wrote configuration.md and freshet.yaml into " + folder);
    }

    private int say(String text) {
        out.println(text);
        return OK;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "in development" : version;
    }
}
