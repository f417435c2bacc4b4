package io.freshet.server;

import io.freshet.control.NodeStatus.Reload;
import io.freshet.live.LiveStream;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import io.freshet.net.NetLoop;
import io.freshet.server.config.BadSettingsException;
import io.freshet.server.config.SettingsLoader;
import io.freshet.server.config.SettingsLoader.Sources;
import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// A node of its own for a test: free ports, an empty data folder, no demo.
final class TestNode implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final Node node;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();

    private TestNode(Node node) {
        this.node = node;
    }

    /// @param folder for its data, and perhaps a `freshet.yaml`
    /// @param sets   further settings, `key=value`
    static TestNode open(Path folder, String... sets) throws BadSettingsException, StartFailure {
        return open(folder, System::nanoTime, sets);
    }

    /// The same, with loops that go by `loopClock`.
    static TestNode open(Path folder, LongSupplier loopClock, String... sets)
            throws BadSettingsException, StartFailure {
        List<String> all = new ArrayList<>(List.of("rtmp.listen=127.0.0.1:0",
                "rtmps.listen=127.0.0.1:0", "http.listen=127.0.0.1:0", "https.listen=127.0.0.1:0",
                "control.listen=127.0.0.1:0", "drain-timeout=0s", "demo.enabled=false",
                // A test on a busy machine is late and shall be served nevertheless.
                "overload.enabled=false",
                "data-dir=" + folder.resolve("node")));
        all.addAll(List.of(sets));
        Path file = folder.resolve("freshet.yaml");
        Outside.Source source = () -> SettingsLoader.load(new Sources("freshet.yaml",
                Files.exists(file) ? Files.readString(file) : "", Map.of(), all));
        try {
            return new TestNode(new Node(source.read(), "under test",
                    new Outside(_ -> { }, loopClock, source, _ -> { })));
        } catch (IOException unreadable) {
            throw new StartFailure(file + " cannot be read", unreadable);
        }
    }

    /// Reads the settings again: `freshet.yaml` in the folder, and those it was opened with.
    Reload reload() {
        return node.reload("test");
    }

    int port(String key) {
        return node.port(key);
    }

    /// What HTTPS shows a client now.
    X509Certificate certificate() {
        return node.certificate();
    }

    List<NetLoop> loops() {
        return node.loops();
    }

    /// @param path without the first slash
    String control(String path) {
        return "http://127.0.0.1:" + node.port("control.listen") + "/" + path;
    }

    String rtmp(String name) {
        return "rtmp://127.0.0.1:" + node.port("rtmp.listen") + "/live/" + name;
    }

    String rtmps(String name) {
        return "rtmps://127.0.0.1:" + node.port("rtmps.listen") + "/live/" + name;
    }

    /// @param path without the first slash
    String https(String path) {
        return "https://127.0.0.1:" + node.port("https.listen") + "/" + path;
    }

    /// @param path without the first slash
    String http(String path) {
        return "http://127.0.0.1:" + node.port("http.listen") + "/" + path;
    }

    URI webSocket(String path) {
        return URI.create("ws://127.0.0.1:" + node.port("http.listen") + "/" + path);
    }

    HttpClient client() {
        return client;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(http(path))).timeout(ANSWER).build(),
                BodyHandlers.ofString());
    }

    /// Waits until somebody publishes `live/name`.
    void awaitStream(String name) throws InterruptedException, BadNameException {
        StreamKey key = StreamKey.of("live", name);
        Patience.until("stream " + key, ANSWER, () -> node.streams().find(key).isPresent());
    }

    /// Frames that came into `live/name` so far, as of the last second; 0 if it is not there.
    long framesIn(String name) {
        return node.streams().all().stream().filter(each -> each.key().name().equals(name))
                .mapToLong(each -> each.lastReport().framesIn()).sum();
    }

    /// All streams that are there, those that wait for their encoder too.
    Set<String> streamNames() {
        return node.streams().all().stream().map(each -> each.key().name())
                .collect(Collectors.toSet());
    }

    /// The stream `live/name`, which must be there.
    LiveStream stream(String name) throws BadNameException {
        return node.streams().find(StreamKey.of("live", name)).orElseThrow();
    }

    /// Waits until the playlist is there and lists a whole segment.
    void awaitSegment(String playlist) throws InterruptedException {
        awaitLine(playlist, "#EXTINF");
    }

    /// Waits until the playlist is there and has a tag.
    void awaitLine(String playlist, String tag) throws InterruptedException {
        Patience.until(playlist + " with " + tag, ANSWER, () -> {
            try {
                HttpResponse<String> answer = get(playlist);
                return answer.statusCode() == 200 && answer.body().contains(tag);
            } catch (IOException | InterruptedException notYet) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        client.shutdownNow();
        node.close();
    }
}
