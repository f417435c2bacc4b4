package io.freshet.control;

import io.freshet.control.access.AccessControl;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Gate;
import io.freshet.control.api.Role;
import io.freshet.control.store.DatabaseOptions;
import io.freshet.control.store.Shift;
import io.freshet.live.AppOptions;
import io.freshet.live.Input;
import io.freshet.live.Leader;
import io.freshet.live.LiveStream;
import io.freshet.live.PublishOutcome;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.live.session.Sessions;
import io.freshet.media.AudioCodec;
import io.freshet.media.BadNameException;
import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A control port before real streams on one loop, and a client.
final class ControlRig implements AutoCloseable {

    static final Track VIDEO = new Track(1, VideoCodec.AVC, 90_000, Bytes.ofHex("01"),
            "avc1.64001f", new Traits.Picture(1280, 720, 29_970, 0), "");
    static final Track AUDIO = new Track(2, AudioCodec.AAC, 44_100, Bytes.ofHex("1210"),
            "mp4a.40.2", new Traits.Sound(44_100, 2, 1024), "zh");
    static final Track SCRIPT = new Track(3, DataCodec.SCRIPT, 1_000, Bytes.EMPTY, "",
            new Traits.None(), "");

    /// The first administrator's, whose name is `admin`.
    static final String PASSWORD = "what the river brings";

    final FakeClock clock = new FakeClock();
    final SingleThreadLoop loop = new SingleThreadLoop();
    final FakeNode node = new FakeNode();
    final Streams streams = new Streams(clock,
            app -> app.equals("gone") ? Optional.empty() : Optional.of(AppOptions.DEFAULT),
            (_, _) -> Leader.none());
    final List<String> terminal = new CopyOnWriteArrayList<>();
    final Path folder;
    final ControlOptions options;
    final Sessions sessions = new Sessions(clock, 1);
    final AccessControl access;
    final FakeFleet fleet = new FakeFleet();
    final ControlCentre server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .build();

    ControlRig() throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ControlOptions.Opening.AT_ONCE);
    }

    ControlRig(InetSocketAddress listen, ControlOptions.Opening opening) throws IOException {
        this(listen, opening, Optional.of(_ -> Optional.of(new Gate.Entry(new Caller(
                Caller.Kind.USER, "tester", "tester", Map.of(Caller.EVERY_APP, Role.ADMIN)),
                Optional.empty(), false))));
    }

    private ControlRig(InetSocketAddress listen, ControlOptions.Opening opening,
            Optional<Gate> gate) throws IOException {
        folder = Files.createTempDirectory("control-rig");
        access = AccessControl.open(new AccessControl.AccessOptions(Map.of("live", List.of()),
                folder, true, new SecureRandom(),
                DatabaseOptions.sqlite(folder.resolve("freshet.db")).vault()), sessions, clock);
        options = new ControlOptions(Optional.of(listen), opening,
                DatabaseOptions.sqlite(folder.resolve("freshet.db")), PASSWORD,
                Duration.ofHours(1), Backups.Schedule.OFF, new SecureRandom(), Optional.empty(),
                terminal::add);
        server = ControlCentre.open(options,
                new ControlCentre.Surroundings(streams, access, node, clock, folder,
                        Shift.ALONE, fleet), gate);
    }

    /// A control port that people sign in to, as [#PASSWORD] says.
    static ControlRig withPeople() throws IOException {
        return new ControlRig(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ControlOptions.Opening.AT_ONCE, Optional.empty());
    }

    /// A publisher that notes why it was sent away.
    static final class FakePublisher implements Publisher {
        final List<String> dismissals = new CopyOnWriteArrayList<>();

        @Override
        public String label() {
            return "rtmp \"quoted\" 192.0.2.7:50112";
        }

        @Override
        public void onDismissed(String reason) {
            dismissals.add(reason);
        }
    }

    /// Publishes with these tracks.
    FakePublisher publish(String app, String name, Track... tracks) throws BadNameException {
        FakePublisher publisher = new FakePublisher();
        PublishOutcome outcome = streams.publish(StreamKey.of(app, name), publisher, loop)
                .toCompletableFuture().join();
        if (!(outcome instanceof PublishOutcome.Accepted(Input input, _))) {
            throw new AssertionError(outcome.toString());
        }
        List<Signal> batch = new ArrayList<>(List.of(new Tracks(List.of(tracks))));
        loop.await(() -> input.push(batch));
        return publisher;
    }

    /// A second passes for every stream, and its report is made anew.
    void passSecond() {
        clock.advanceMs(1000);
        loop.fireTimers();
        loop.fireTimers();
    }

    LiveStream stream(String app, String name) throws BadNameException {
        return streams.find(StreamKey.of(app, name)).orElseThrow();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Sends these bytes and reads to the end; the request must ask for the connection to be closed
    /// or be one after which the server closes it.
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(),
                server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        access.close();
        loop.close();
        Folders.delete(folder);
    }
}
