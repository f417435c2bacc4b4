package io.freshet.tools.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.wire.Fetcher;
import io.freshet.tools.wire.LoadLoop;
import io.freshet.tools.wire.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Lanes on one connection to a server that another one has written.
final class Http2FetchingTest {

    /// Writes down what a lane hears.
    private static final class Notes implements Fetcher.Listener {

        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void onAnswer(Fetcher.Fetched fetched, long nowNs) {
            int kept = fetched.body().remaining();
            lines.add(fetched.head().status() + " " + fetched.path() + " " + fetched.length()
                    + (kept > 0 ? " kept " + kept + " to " + (char) fetched.body().get(kept - 1)
                            : ""));
        }

        @Override
        public void onFault(String reason, long nowNs) {
            lines.add(reason);
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(10, TimeUnit.SECONDS));
        }
    }

    private final List<Fetcher> lanes = new ArrayList<>();
    private Consumer<Runnable> onLoop = Runnable::run;
    private final List<Notes> notes = List.of(new Notes(), new Notes(), new Notes());

    private interface Story {
        void run(Http2Server server) throws Exception;
    }

    private void with(String protocol, Story story) throws Exception {
        try (Http2Server server = new Http2Server(protocol);
                LoadLoop loop = LoadLoop.start("http2-test")) {
            Http2Fetching fetching = new Http2Fetching(loop,
                    Target.parse("https://127.0.0.1:" + server.port() + "/s.m3u8"), _ -> { });
            onLoop = loop::execute;
            notes.forEach(each -> lanes.add(fetching.lane(each)));
            story.run(server);
            loop.execute(fetching::close);
        }
    }

    /// The lanes are asked on the loop that owns them.
    private void ask(int lane, String... paths) {
        onLoop.accept(() -> {
            for (String path : paths) {
                lanes.get(lane).get(path, path.length() < 5);
            }
        });
    }

    @Test
    void lanesShareAConnectionAndEachKeepsItsOrder() throws Exception {
        with("h2", server -> {
            ask(0, "/10", "/none", "/300");
            ask(1, "/70000");
            ask(2, "/20", "/20");
            assertThat(notes.get(0).next()).isEqualTo("200 /10 10 kept 10 to z");
            assertThat(notes.get(0).next()).isEqualTo("404 /none 0");
            assertThat(notes.get(0).next()).isEqualTo("200 /300 300 kept 300 to z");
            assertThat(notes.get(1).next()).isEqualTo("200 /70000 70000");
            assertThat(notes.get(2).next()).isEqualTo("200 /20 20 kept 20 to z");
            assertThat(notes.get(2).next()).isEqualTo("200 /20 20 kept 20 to z");
            assertThat(server.connections.get()).isEqualTo(1);
        });
    }

    /// More than a stream's window in one answer, and more than the connection's in several.
    @Test
    void windowsAreOpenedAgain() throws Exception {
        with("h2", _ -> {
            ask(0, "/9000000", "/9000000", "/9000000");
            for (int i = 0; i < 3; i++) {
                assertThat(notes.get(0).next()).isEqualTo("200 /9000000 9000000");
            }
        });
    }

    @Test
    void aStreamThatIsResetIsAFaultOfItsLaneAlone() throws Exception {
        with("h2", server -> {
            ask(0, "/reset");
            assertThat(notes.get(0).next()).isEqualTo("HTTP/2 stream reset");
            ask(1, "/10");
            assertThat(notes.get(1).next()).startsWith("200 /10");
            assertThat(server.connections.get()).isEqualTo(1);
        });
    }

    @Test
    void aServerThatLeavesIsFollowedToANewConnection() throws Exception {
        with("h2", server -> {
            ask(0, "/leave", "/10", "/20");
            assertThat(notes.get(0).next()).isEqualTo("200 /leave 0");
            assertThat(notes.get(0).next()).startsWith("200 /10");
            assertThat(notes.get(0).next()).startsWith("200 /20");
            assertThat(server.connections.get()).isEqualTo(2);
        });
    }

    @Test
    void aServerThatSpeaksNoHttp2IsTold() throws Exception {
        with("http/1.1", _ -> {
            ask(0, "/10");
            assertThat(notes.get(0).next()).isEqualTo("no HTTP/2");
        });
    }
}
