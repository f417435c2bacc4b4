package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.gateway.demo.Clip;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.server.rehearsal.RtmpConversation;
import io.freshet.testkit.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server of NATS, a node that looks, an origin with a stream and an edge with a viewer, each on
/// an address of its own; nodes in this process or in one of their own.
///
/// Threading: confined to the test.
final class HealedCluster implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);
    static final String STREAM = "live/show";

    private static final Pattern PATIENT = Pattern.compile("\\{\"node\":\"([a-z]+)\","
            + "\"condition\":\"([a-z-]+)\",\"failures\":([0-9]+),\"evicted\":(true|false)");
    private static final Pattern LIMB = Pattern.compile("\"node\":\"([a-z0-9]+)\","
            + "\"region\":\"([a-z]+)\",\"role\":\"[a-z]+\",\"parent\":\"([a-z0-9]*)\","
            + "\"level\":(-?[0-9]+)");

    private final Path folder;
    private final Program nats;
    private final int natsPort;
    private final Map<String, TestNode> nodes = new HashMap<>();
    private final Map<String, Program> processes = new HashMap<>();
    private final Map<String, Ports> ports = new HashMap<>();
    private final List<Thread> people = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private Operator operator;

    /// Where a node is.
    record Ports(String host, int rtmp, int http) {
    }

    /// A node that has the stream.
    ///
    /// @param parent whom it has it from; empty if it begins there
    /// @param level  hops from the leader; -1 if nothing comes in
    record Limb(String region, String parent, int level) {
    }

    HealedCluster(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket socket = bound("127.0.0.1")) {
            this.natsPort = socket.getLocalPort();
        }
        this.nats = Program.start(folder, "nats-server", "-js", "-sd",
                folder.resolve("nats").toString(), "-a", "127.0.0.1", "-p",
                Integer.toString(natsPort));
    }

    private static ServerSocket bound(String host) throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName(host));
    }

    /// Where that node is, or will be.
    Ports ports(String name) throws IOException {
        Ports known = ports.get(name);
        if (known == null) {
            String host = "127.0.0." + (31 + ports.size());
            // Held together: one after the other may be the same.
            try (ServerSocket rtmp = bound(host); ServerSocket http = bound(host)) {
                known = new Ports(host, rtmp.getLocalPort(), http.getLocalPort());
            }
            ports.put(name, known);
        }
        return known;
    }

    private List<String> settings(String name, String roles, String... more) throws IOException {
        Ports at = ports(name);
        List<String> sets = new ArrayList<>(List.of("loops=1", "demo.enabled=false",
                "drain-timeout=0s", "overload.enabled=false",
                "rtmp.listen=" + at.host + ":" + at.rtmp, "rtmps.listen=off",
                "http.listen=" + at.host + ":" + at.http, "https.listen=off",
                "control.thumbnails=false", "backup.keep=0",
                "control.admin-password=" + Operator.PASSWORD,
                "apps.live.publish-keys=the-key", "apps.live.hls.segment-duration=1s",
                "apps.live.hls.part-duration=200ms",
                "cluster.nats=nats://127.0.0.1:" + natsPort,
                "cluster.secret=a secret of this test", "cluster.node=" + name,
                "cluster.roles=" + roles, "cluster.host=" + at.host,
                "healing.enabled=true", "healing.every=2s"));
        sets.addAll(List.of(more));
        return sets;
    }

    /// Opens a node in this process.
    TestNode open(String name, String roles, String... more) throws Exception {
        TestNode node = TestNode.open(Files.createDirectories(folder.resolve(name)),
                settings(name, roles, more).toArray(String[]::new));
        nodes.put(name, node);
        return node;
    }

    /// The command that runs a node in a process of its own.
    List<String> command(String name, String roles, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve"));
        for (String set : settings(name, roles, more)) {
            words.addAll(List.of("--set", set));
        }
        words.addAll(List.of("--set", "control.listen=off", "--set",
                "data-dir=" + folder.resolve(name)));
        return words;
    }

    Program start(String name, List<String> command) throws IOException {
        Program program = Program.start(folder, Map.of(), command);
        processes.put(name, program);
        return program;
    }

    /// Publishes the bundled clip, over and over, to that node.
    ///
    /// @return ends when it is interrupted
    Thread publish(String name) throws Exception {
        Ports at = ports(name);
        Thread encoder = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    RtmpConversation.publish(new InetSocketAddress(at.host, at.rtmp),
                            STREAM + "?key=the-key", Clip.bundled());
                } catch (IOException | UncheckedIOException | ProtocolViolation again) {
                    pause();
                } catch (InterruptedException stop) {
                    return;
                }
            }
        });
        people.add(encoder);
        awaitPlaylist(name);
        return encoder;
    }

    private static void pause() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Somebody who watches by HTTP-FLV and does not come back.
    final class Viewer {

        private final String name;
        private final AtomicLong bytes = new AtomicLong();
        private final Thread thread;

        Viewer(String name) throws IOException {
            this.name = name;
            URI uri = URI.create(url(name, STREAM + ".flv"));
            thread = Thread.ofVirtual().start(() -> {
                try (InputStream in = http.send(HttpRequest.newBuilder(uri).build(),
                        BodyHandlers.ofInputStream()).body()) {
                    byte[] some = new byte[8192];
                    for (int read = 0; read >= 0; read = in.read(some)) {
                        bytes.addAndGet(read);
                    }
                } catch (IOException | InterruptedException _) {
                    // Told by the thread's end.
                }
            });
        }

        void awaitMore() {
            long before = bytes.get();
            Patience.until("a frame for the viewer at " + name, LONG,
                    () -> bytes.get() > before + 20_000 || !thread.isAlive());
            assertThat(thread.isAlive()).as("the connection of the viewer at " + name).isTrue();
        }
    }

    /// Somebody watches there, and comes back when the connection breaks.
    void watch(String name) throws IOException {
        URI uri = URI.create(url(name, STREAM + ".flv"));
        people.add(Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try (InputStream in = http.send(HttpRequest.newBuilder(uri).build(),
                        BodyHandlers.ofInputStream()).body()) {
                    in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException again) {
                    pause();
                } catch (InterruptedException stop) {
                    return;
                }
                pause();
            }
        }));
    }

    String url(String name, String path) throws IOException {
        Ports at = ports(name);
        return "http://" + at.host + ":" + at.http + "/" + path;
    }

    /// The playlist of the first quality there; empty if there is none.
    String playlist(String name) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(
                    url(name, STREAM + "/v1.m3u8"))).timeout(Duration.ofSeconds(3)).build(),
                    BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException notNow) {
            return "";
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    void awaitPlaylist(String name) throws InterruptedException {
        Patience.until("a playlist at " + name, LONG, () -> playlist(name).contains("#EXTINF"));
    }

    /// Waits until the node answers, whatever it says: one that is out has no playlist.
    void awaitAnswer(String name) throws InterruptedException {
        Patience.until("an answer of " + name, LONG, () -> {
            try {
                return http.send(HttpRequest.newBuilder(URI.create(url(name, "streams.json")))
                        .timeout(Duration.ofSeconds(3)).build(), BodyHandlers.discarding())
                        .statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        });
    }

    /// Waits until the playlist there goes on.
    void awaitProgress(String name) throws InterruptedException {
        String before = playlist(name);
        Patience.until("progress at " + name, LONG, () -> {
            String now = playlist(name);
            return !now.isEmpty() && !now.equals(before);
        });
    }

    /// Asks the API of that node, which is in this process, from now on.
    void operate(String name) throws Exception {
        operator = Operator.at(nodes.get(name));
    }

    String api(String method, String path) throws Exception {
        return operator.call(method, path, "");
    }

    /// Who has the stream and from whom, as the API says, once it is as wanted.
    Map<String, Limb> awaitTree(String what, Predicate<Map<String, Limb>> wanted)
            throws InterruptedException {
        AtomicReference<Map<String, Limb>> last = new AtomicReference<>(Map.of());
        Patience.until(() -> what + ": " + last.get(), LONG, () -> {
            last.set(tree());
            return wanted.test(last.get());
        });
        return last.get();
    }

    private Map<String, Limb> tree() {
        try {
            Map<String, Limb> limbs = new HashMap<>();
            Matcher matcher = LIMB.matcher(api("GET", "api/v1/streams/" + STREAM + "/tree"));
            while (matcher.find()) {
                limbs.put(matcher.group(1), new Limb(matcher.group(2), matcher.group(3),
                        Integer.parseInt(matcher.group(4))));
            }
            return limbs;
        } catch (Exception notNow) {
            return Map.of();
        }
    }

    /// How a node is, as the API says: `healthy 0 false`.
    String condition(String name) {
        try {
            Matcher matcher = PATIENT.matcher(api("GET", "api/v1/healing"));
            while (matcher.find()) {
                if (matcher.group(1).equals(name)) {
                    return matcher.group(2) + " " + matcher.group(3) + " " + matcher.group(4);
                }
            }
            return "";
        } catch (Exception notNow) {
            return "";
        }
    }

    void awaitCondition(String name, String begin) throws InterruptedException {
        Patience.until(name + " " + begin, LONG, () -> condition(name).startsWith(begin));
    }

    /// Waits until all are healthy.
    void awaitHealthy(String... names) throws InterruptedException {
        for (String name : names) {
            awaitCondition(name, "healthy");
        }
    }

    /// The steps of that node so far, the oldest first, as the event log has them.
    List<String> steps(String name) throws Exception {
        String log = api("GET", "api/v1/events?type=healing.*&limit=200");
        Matcher matcher = Pattern.compile("\"type\":\"healing\\.([a-z-]+)\".*?"
                + "\"node\":\"([a-z]+)\"").matcher(log);
        List<String> steps = new ArrayList<>();
        while (matcher.find()) {
            if (matcher.group(2).equals(name)) {
                steps.addFirst(matcher.group(1));
            }
        }
        return steps;
    }

    TestNode node(String name) {
        return nodes.get(name);
    }

    @Override
    public void close() {
        people.forEach(Thread::interrupt);
        processes.values().forEach(Program::close);
        nodes.values().forEach(TestNode::close);
        http.shutdownNow();
        nats.close();
    }
}
