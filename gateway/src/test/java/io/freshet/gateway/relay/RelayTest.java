package io.freshet.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.flv.FlvReader;
import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.live.Input;
import io.freshet.live.PublishPlacement.Here;
import io.freshet.live.PublishPlacement.Standby;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.relay.RelayPuller;
import io.freshet.live.relay.RelaySource;
import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.testkit.Patience;
import io.freshet.testkit.RealClock;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Real nodes in one process: origin, edge, edge behind the edge.
class RelayTest {

    private static final Pattern URIS = Pattern.compile("URI=\"([^\"]+)\"|^([^#\\n].*)$",
            Pattern.MULTILINE);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        client.shutdownNow();
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private RelayNode node(RelaySource... sources) throws Exception {
        RelayNode node = new RelayNode();
        opened.add(node);
        node.sources.addAll(List.of(sources));
        return node;
    }

    private FaultyLink link(RelayNode to) throws Exception {
        FaultyLink link = new FaultyLink(to.http.address().getPort());
        opened.add(link);
        return link;
    }

    private static RelaySource through(String name, FaultyLink link) {
        return RelaySource.node(name, link.uri());
    }

    private void await(String what, BooleanSupplier is) {
        Patience.until(() -> what + describe(), Duration.ofSeconds(20), is);
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (AutoCloseable each : opened) {
            if (each instanceof RelayNode node) {
                List<String> said = node.said();
                text.append("\n").append(said.size()).append(" signals, the last ")
                        .append(said.subList(Math.max(0, said.size() - 3), said.size()))
                        .append(' ').append(node.events);
            }
        }
        return text.toString();
    }

    private static Resolution pull(RelayNode node) throws Exception {
        return node.pulls.pull(RelayNode.KEY).toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    private byte[] get(RelayNode node, String path) throws Exception {
        HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(node.uri(path)).build(),
                BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private String text(RelayNode node, String path) throws Exception {
        return new String(get(node, path), StandardCharsets.UTF_8);
    }

    private static boolean caughtUp(RelayNode leader, RelayNode follower) {
        return !follower.sent.isEmpty() && RelayNode.word(follower.sent.getLast())
                .equals(RelayNode.word(leader.sent.getLast()));
    }

    /// All that a player could fetch: the same on both.
    private void sameHls(RelayNode one, RelayNode other) throws Exception {
        String base = "/live/a/";
        assertThat(text(other, base + "index.m3u8")).isEqualTo(text(one, base + "index.m3u8"));
        int fetched = 0;
        for (String playlist : List.of("v1.m3u8", "a2.m3u8", "ts.m3u8")) {
            String listed = text(one, base + playlist);
            assertThat(text(other, base + playlist)).as(playlist).isEqualTo(listed);
            for (MatchResult uri : URIS.matcher(listed).results().toList()) {
                String path = base + (uri.group(1) == null ? uri.group(2) : uri.group(1));
                if (!listed.contains("PRELOAD-HINT:TYPE=PART,URI=\"" + uri.group(1) + "\"")) {
                    assertThat(Arrays.equals(get(other, path), get(one, path))).as(path).isTrue();
                    fetched++;
                }
            }
        }
        assertThat(fetched).isGreaterThan(50);
    }

    @Test
    void framesTicksPlaylistsAndSegmentsAreTheSameOverTwoHops() throws Exception {
        RelayNode origin = node();
        RelayNode edge = node(origin.source("origin"));
        RelayNode far = node(edge.source("edge"));
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 40);
        assertThat(pull(far)).isInstanceOf(StreamResolver.Here.class);
        origin.push(encoder, 10);
        await("all is there", () -> caughtUp(origin, edge) && caughtUp(origin, far));
        assertThat(far.said()).isEqualTo(edge.said());
        List<String> theirs = origin.said();
        List<String> frames = far.said();
        assertThat(theirs.subList(theirs.size() - frames.size() + 60, theirs.size()))
                .isEqualTo(frames.subList(60, frames.size()));
        sameHls(origin, edge);
        sameHls(origin, far);
        assertThat(far.events).contains("opened edge token=3 gap=false");
        origin.streams.find(RelayNode.KEY).orElseThrow().kick("test");
        await("the end", () -> far.events.contains("ended") && edge.events.contains("ended"));
        assertThat(far.sent.getLast()).isInstanceOf(Mark.EndOfStream.class);
        await("told", () -> far.events.contains("stopped: the stream is over"));
    }

    @Test
    void aHundredWhoAskAtOnceMakeOnePull() throws Exception {
        RelayNode origin = node();
        RelayNode edge = node(origin.source("origin"));
        origin.push(origin.publish(new Here(3)), 20);
        List<CompletableFuture<HttpResponse<InputStream>>> viewers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            viewers.add(client.sendAsync(HttpRequest.newBuilder(edge.uri("/live/a.flv")).build(),
                    BodyHandlers.ofInputStream()));
        }
        for (CompletableFuture<HttpResponse<InputStream>> viewer : viewers) {
            HttpResponse<InputStream> answer = viewer.get(15, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().readNBytes(3)).isEqualTo(new byte[] {'F', 'L', 'V'});
        }
        assertThat(edge.pulls.counts().pulls()).isEqualTo(1);
        assertThat(edge.pulls.counts().opened()).isEqualTo(1);
        assertThat(origin.route.readers(RelayNode.KEY)).isEqualTo(1);
        for (CompletableFuture<HttpResponse<InputStream>> viewer : viewers) {
            viewer.get().body().close();
        }
    }

    /// The origin dies; the standby, which follows it, has all that the edge misses.
    @Test
    void anotherSourceGoesOnWithoutAHoleWhenOneIsKilled() throws Exception {
        RelayNode origin = node();
        RelayNode standby = node(origin.source("origin"));
        FaultyLink way = link(origin);
        RelayNode edge = node(through("origin", way), standby.source("standby"));
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 20);
        pull(standby);
        RelayPuller.Hold hold = standby.pulls.hold(RelayNode.KEY);
        try (InputStream viewer = client.send(HttpRequest.newBuilder(edge.uri("/live/a.flv"))
                .build(), BodyHandlers.ofInputStream()).body()) {
            assertThat(viewer.readNBytes(1000)).hasSize(1000);
            await("caught up", () -> caughtUp(origin, edge));
            way.kill();
            origin.push(encoder, 12);
            await("goes on", () -> caughtUp(origin, edge));
            assertThat(edge.events).anyMatch(event -> event.startsWith("lost origin"))
                    .contains("opened standby token=3 gap=false").doesNotContain("ended");
            noneTwiceNoneMissing(origin, edge);
            assertThat(viewer.readNBytes(100_000)).as("still connected").hasSize(100_000);
            sameHls(origin, edge);
        }
        hold.close();
    }

    @Test
    void whatIsOpenedAnewGoesOnWithoutAHoleAndItsViewersStay() throws Exception {
        RelayNode origin = node();
        RelayNode edge = node(origin.source("origin"));
        assertThat(edge.pulls.reopen(RelayNode.KEY)).as("nothing is fetched").isFalse();
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 20);
        try (InputStream viewer = client.send(HttpRequest.newBuilder(edge.uri("/live/a.flv"))
                .build(), BodyHandlers.ofInputStream()).body()) {
            assertThat(viewer.readNBytes(1000)).hasSize(1000);
            await("caught up", () -> caughtUp(origin, edge));
            assertThat(edge.pulls.reopen(RelayNode.KEY)).isTrue();
            await("opened anew", () -> edge.pulls.counts().opened() == 2);
            origin.push(encoder, 12);
            await("goes on", () -> caughtUp(origin, edge));
            assertThat(edge.events).contains("opened origin token=3 gap=false")
                    .doesNotContain("ended");
            await("one reader", () -> origin.route.readers(RelayNode.KEY) == 1);
            noneTwiceNoneMissing(origin, edge);
            assertThat(viewer.readNBytes(100_000)).as("still connected").hasSize(100_000);
        }
        assertThat(edge.pulls.counts().pulls()).isEqualTo(1);
    }

    private static void noneTwiceNoneMissing(RelayNode origin, RelayNode edge) {
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            List<Long> all = dts(origin.sent, kind);
            List<Long> got = dts(edge.sent, kind);
            assertThat(got).as(kind.toString())
                    .isEqualTo(all.subList(all.size() - got.size(), all.size()));
        }
    }

    private static List<Long> dts(List<Signal> signals, Kind kind) {
        return signals.stream().filter(Frame.class::isInstance).map(Frame.class::cast)
                .filter(frame -> frame.kind() == kind).map(Frame::dts).toList();
    }

    /// SIGSTOP: the connection stays and nothing comes.
    @Test
    void aSourceThatIsStoppedIsLeftAfterASecond() throws Exception {
        RelayNode origin = node();
        FaultyLink first = link(origin);
        FaultyLink second = link(origin);
        RelayNode edge = node(through("stopped", first), through("other", second));
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 10);
        pull(edge);
        await("caught up", () -> caughtUp(origin, edge));
        long sinceNs = System.nanoTime();
        first.silence(true);
        origin.push(encoder, 5);
        await("goes on", () -> caughtUp(origin, edge));
        long tookMs = (System.nanoTime() - sinceNs) / 1_000_000;
        assertThat(tookMs).as("ms").isBetween(900L, 4_000L);
        assertThat(edge.events).anyMatch(event -> event.startsWith("lost stopped: sent nothing"));
        noneTwiceNoneMissing(origin, edge);
        // An old connection that comes to life again changes nothing.
        first.silence(false);
        origin.push(encoder, 5);
        await("goes on", () -> caughtUp(origin, edge));
        noneTwiceNoneMissing(origin, edge);
    }

    /// The encoder says nothing for two seconds; its node lives, and nobody leaves it.
    @Test
    void aSilentEncoderIsNoDeadNode() throws Exception {
        RelayNode origin = node();
        RelayNode edge = node(origin.source("origin"));
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 10);
        pull(edge);
        await("caught up", () -> caughtUp(origin, edge));
        long untilNs = System.nanoTime() + 2_500_000_000L;
        await("time", () -> System.nanoTime() > untilNs);
        assertThat(edge.events).noneMatch(event -> event.startsWith("lost"));
        origin.push(encoder, 1);
        await("goes on", () -> caughtUp(origin, edge));
    }

    @Test
    void aSlowWayDelaysAndLosesNothing() throws Exception {
        RelayNode origin = node();
        FaultyLink way = link(origin);
        way.slow(400_000);
        RelayNode edge = node(through("origin", way));
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 10);
        pull(edge);
        origin.push(encoder, 5);
        await("all is there", () -> caughtUp(origin, edge));
        noneTwiceNoneMissing(origin, edge);
    }

    /// The leader dies, and the standby with an encoder of its own takes over.
    @Test
    void viewersOfAnEdgeStayThroughAPromotion() throws Exception {
        RelayNode origin = node();
        FaultyLink toStandby = link(origin);
        FaultyLink toEdge = link(origin);
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 20);
        StandingBy follower = standsBy(origin, through("origin", toStandby));
        RelayNode standby = follower.node();
        RelayNode edge = node(through("origin", toEdge), standby.source("standby"));
        pull(edge);
        await("caught up", () -> caughtUp(origin, edge));
        toEdge.kill();
        toStandby.kill();
        follower.lead();
        await("goes on", () -> caughtUp(standby, edge));
        List<Mark.Cut> cuts = edge.sent.stream().filter(Mark.Cut.class::isInstance)
                .map(Mark.Cut.class::cast).toList();
        assertThat(cuts).extracting(Mark.Cut::token).isSorted().contains(3L, 4L);
        assertThat(cuts).as("the same configuration").noneMatch(Mark.Cut::breaks);
        assertThat(edge.events).contains("token 4").doesNotContain("ended");
        sameHls(standby, edge);
        // The old one comes back and has not heard of it: nobody listens.
        edge.sources.clear();
        edge.sources.add(origin.source("old"));
        int before = edge.sent.size();
        edge.pulls.sourcesChanged(RelayNode.KEY);
        await("refused", () -> edge.events.stream().anyMatch(event ->
                event.startsWith("lost old: follows a leader that is none any more")));
        origin.push(encoder, 4);
        assertThat(edge.sent).hasSize(before);
    }

    /// A leader that was told of a higher token fetched from one that had not heard of it: all of
    /// that was dropped, and nobody looked elsewhere while bytes came.
    @Test
    void aSourceThatStaysWithALeaderWhoIsNoneAnyMoreIsLeft() throws Exception {
        RelayNode old = node();
        RelayNode next = node();
        RelayNode demoted = node(old.source("old"));
        Input encoder = old.publish(new Here(3));
        Input other = next.publish(new Here(4));
        demoted.publish(new Here(2));
        demoted.streams.find(RelayNode.KEY).orElseThrow().demote(4);
        RelayPuller.Hold hold = demoted.pulls.hold(RelayNode.KEY);
        old.push(encoder, 10);
        await("left", () -> {
            RelayNode.push(encoder, 0, 0.01);
            return demoted.events.stream().anyMatch(event ->
                    event.startsWith("lost old: follows a leader that is none any more"));
        });
        assertThat(demoted.sent).noneMatch(Frame.class::isInstance);
        demoted.sources.clear();
        demoted.sources.add(next.source("next"));
        next.push(other, 10);
        await("follows the right one", () -> caughtUp(next, demoted));
        hold.close();
    }

    /// A node that follows another, and has a publisher of the stream as well.
    private record StandingBy(RelayNode node, RelayPuller.Hold hold, Input backup) {

        /// The node takes over, and its publisher has been sending all the time.
        void lead() {
            node.streams.find(RelayNode.KEY).orElseThrow().promote(4);
            hold.close();
            RelayNode.push(backup, 0, 14);
        }
    }

    private StandingBy standsBy(RelayNode origin, RelaySource way) throws Exception {
        RelayNode standby = node(way);
        RelayPuller.Hold hold = standby.pulls.hold(RelayNode.KEY);
        pull(standby);
        Input backup = standby.publish(new Standby());
        await("both are known", () -> caughtUp(origin, standby) && standby.streams.find(
                RelayNode.KEY).orElseThrow().lastReport().publishers().size() == 2);
        standby.sources.clear();
        return new StandingBy(standby, hold, backup);
    }

    /// An edge comes a moment before the standby has claimed.
    @Test
    void whoAsksAStandbyThatIsAboutToLeadWaitsForIt() throws Exception {
        RelayNode origin = node();
        FaultyLink toStandby = link(origin);
        origin.push(origin.publish(new Here(3)), 10);
        StandingBy follower = standsBy(origin, through("origin", toStandby));
        RelayNode standby = follower.node();
        toStandby.kill();
        await("waits", () -> standby.events.contains("waiting"));
        RelayNode edge = node(standby.source("standby"));
        CompletableFuture<Resolution> asked = edge.pulls.pull(RelayNode.KEY).toCompletableFuture();
        long untilNs = System.nanoTime() + 200_000_000L;
        await("time", () -> System.nanoTime() > untilNs);
        follower.lead();
        assertThat(asked.get(20, TimeUnit.SECONDS)).isInstanceOf(StreamResolver.Here.class);
        assertThat(edge.events).noneMatch(event -> event.startsWith("lost"));
    }

    /// The leader's own publisher had gone for good, and nobody took what came to the standby.
    @Test
    void aStreamThatIsOverForItsLeaderGoesOnWithAStandby() throws Exception {
        RelayNode origin = node();
        origin.push(origin.publish(new Here(3)), 10);
        StandingBy follower = standsBy(origin, origin.source("origin"));
        RelayNode standby = follower.node();
        int before = standby.sent.size();
        origin.streams.find(RelayNode.KEY).orElseThrow().kick("gone for good");
        await("waits", () -> standby.events.contains("waiting"));
        follower.lead();
        await("goes on", () -> standby.sent.size() > before + 50);
        assertThat(standby.sent).noneMatch(Mark.EndOfStream.class::isInstance);
    }

    /// Edges that read from that leader ended the stream, and opened it again for who came back.
    @Test
    void viewersOfAnEdgeStayWhenTheStreamIsOverForItsLeaderAlone() throws Exception {
        RelayNode origin = node();
        origin.push(origin.publish(new Here(3)), 20);
        StandingBy follower = standsBy(origin, origin.source("origin"));
        RelayNode standby = follower.node();
        RelayNode edge = node(origin.source("origin"), standby.source("standby"));
        RelayNode far = node(edge.source("edge"));
        edge.goesOn = true;
        try (InputStream viewer = client.send(HttpRequest.newBuilder(far.uri("/live/a.flv"))
                .build(), BodyHandlers.ofInputStream()).body()) {
            assertThat(viewer.readNBytes(1000)).hasSize(1000);
            await("caught up", () -> caughtUp(origin, edge) && caughtUp(origin, far));
            origin.streams.find(RelayNode.KEY).orElseThrow().kick("gone for good");
            await("waits", () -> standby.events.contains("waiting"));
            follower.lead();
            await("goes on", () -> caughtUp(standby, edge) && caughtUp(standby, far));
            assertThat(edge.events).contains("lost origin: is over there and goes on elsewhere",
                    "opened standby token=4 gap=false").doesNotContain("ended");
            assertThat(far.events).doesNotContain("ended");
            assertThat(viewer.readNBytes(100_000)).as("still connected").hasSize(100_000);
            sameHls(standby, far);
        }
    }

    /// An edge opens a stream when a viewer comes, and plays from before that, by its own clock.
    @Test
    void viewersOfAnEdgeCountFromBeforeTheFirstFrameWhateverItsClockSays() throws Exception {
        RelayNode origin = node();
        for (long offMs : List.of(-3_600_000L, 0L, 3_600_000L)) {
            RelayNode edge = new RelayNode(RelayNode.SECRET, new OffClock(offMs));
            opened.add(edge);
            edge.sources.add(origin.source("origin"));
            Input encoder = origin.publish(new StreamKey("live", "a" + offMs), new Here(3));
            RelayNode.push(encoder, 0, 20);
            try (InputStream viewer = client.send(HttpRequest.newBuilder(
                    edge.uri("/live/a" + offMs + ".flv")).build(), BodyHandlers.ofInputStream())
                    .body()) {
                ByteBuffer head = ByteBuffer.wrap(viewer.readNBytes(4_000));
                List<Long> times = new ArrayList<>();
                new FlvReader().read(head, (type, timeMs, _) -> times.add(timeMs));
                assertThat(times).isNotEmpty().allMatch(timeMs -> timeMs < 60_000);
            }
        }
    }

    /// A clock that is off.
    ///
    /// Threading: shared.
    private record OffClock(long offMs) implements Clock {

        @Override
        public long monotonicNs() {
            return System.nanoTime();
        }

        @Override
        public long wallMs() {
            return new RealClock().wallMs() + offMs;
        }
    }

    /// A player that had its playlist from a node that is ahead asks for what is not here yet.
    @Test
    void aRequestAheadOfALaggingNodeIsHeld() throws Exception {
        RelayNode origin = node();
        FaultyLink way = link(origin);
        RelayNode edge = node(through("origin", way));
        Input encoder = origin.publish(new Here(3));
        origin.push(encoder, 20);
        pull(edge);
        await("caught up", () -> caughtUp(origin, edge));
        way.silence(true);
        origin.push(encoder, 8);
        Mark.Cut newest = origin.streams.find(RelayNode.KEY).orElseThrow().standing().lastCut()
                .orElseThrow();
        String asked = "/live/a/v1.m3u8?_HLS_msn=" + newest.number();
        CompletableFuture<HttpResponse<String>> held = client.sendAsync(
                HttpRequest.newBuilder(edge.uri(asked)).build(), BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> far = client.sendAsync(HttpRequest.newBuilder(
                edge.uri("/live/a/v1.m3u8?_HLS_msn=" + (newest.number() + 50))).build(),
                BodyHandlers.ofString());
        assertThat(far.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        assertThat(held).isNotDone();
        way.silence(false);
        origin.push(encoder, 3);
        assertThat(held.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(held.get().body()).contains(Long.toString(newest.number()));
    }

    /// Nodes are not equally far: one that has not come as far waits for what the player has seen.
    @Test
    void aPlayerThatIsMovedNeverSeesItsPlaylistGoBack() throws Exception {
        RelayNode origin = node();
        origin.push(origin.publish(new Here(3)), 20);
        long seen = MediaPlaylist.parse(text(origin, "/live/a/v1.m3u8")).nextSequence() - 1;
        origin.elsewhere = Optional.of(URI.create("http://other.example"));
        assertThat(moved(origin, "/live/a/v1.m3u8")).isEqualTo("/live/a/v1.m3u8?_HLS_msn=" + seen);
        assertThat(moved(origin, "/live/a/v1.m3u8?key=k"))
                .isEqualTo("/live/a/v1.m3u8?key=k&_HLS_msn=" + seen);
        assertThat(moved(origin, "/live/a/v1.m3u8?_HLS_msn=7&_HLS_part=1"))
                .isEqualTo("/live/a/v1.m3u8?_HLS_msn=7&_HLS_part=1");
        assertThat(moved(origin, "/live/a/index.m3u8")).isEqualTo("/live/a/index.m3u8");
    }

    private String moved(RelayNode node, String path) throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(node.uri(path)).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(307);
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith("http://other.example/");
        return location.substring("http://other.example".length());
    }

    @Test
    void nobodyWithoutTheSecretIsServed() throws Exception {
        RelayNode origin = node();
        origin.push(origin.publish(new Here(3)), 5);
        RelayNode stranger = new RelayNode("another secret of someone else", new RealClock());
        opened.add(stranger);
        stranger.sources.add(origin.source("origin"));
        assertThat(pull(stranger)).isInstanceOf(StreamResolver.Absent.class);
        for (String field : List.of("", "Freshet-Node 1.00", "Freshet-Node x", "Bearer x")) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(origin.uri("/relay/live/a.flv?from=window"));
            if (!field.isEmpty()) {
                request.header("Authorization", field);
            }
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
    }

    /// A clock that is an hour off has no effect on media.
    @Test
    void aNodeWithAnotherClockIsServed() throws Exception {
        RelayNode origin = node();
        origin.push(origin.publish(new Here(3)), 5);
        Clock right = new RealClock();
        RelayNode late = new RelayNode(RelayNode.SECRET, new Clock() {
            @Override
            public long monotonicNs() {
                return right.monotonicNs();
            }

            @Override
            public long wallMs() {
                return right.wallMs() - 3_600_000;
            }
        });
        opened.add(late);
        late.sources.add(origin.source("origin"));
        assertThat(pull(late)).isInstanceOf(StreamResolver.Here.class);
    }

    @Test
    void whatNobodyHasIsAbsentSoon() throws Exception {
        RelayNode origin = node();
        RelayNode edge = node(origin.source("origin"));
        long sinceNs = System.nanoTime();
        assertThat(pull(edge)).isInstanceOf(StreamResolver.Absent.class);
        assertThat((System.nanoTime() - sinceNs) / 1_000_000).isLessThan(3_000);
        assertThat(edge.streams.all()).isEmpty();
    }

    /// Any HTTP-FLV server: here ours as if it were none, and this node leads.
    @Test
    void aForeignSourceIsLedHere() throws Exception {
        RelayNode origin = node();
        Input encoder = origin.publish(new Here(0));
        origin.push(encoder, 6);
        URI flv = origin.uri("/live/a.flv");
        RelayNode edge = node(RelaySource.foreign(flv));
        assertThat(pull(edge)).isInstanceOf(StreamResolver.Here.class);
        origin.push(encoder, 20);
        await("frames", () -> edge.sent.stream().filter(Frame.class::isInstance).count() > 500);
        assertThat(edge.streams.find(RelayNode.KEY).orElseThrow().standing().leads()).isTrue();
        assertThat(edge.sent).anyMatch(Mark.Cut.class::isInstance);
        assertThat(Stream.of("v1.m3u8", "a2.m3u8").toList()).allSatisfy(path ->
                assertThat(text(edge, "/live/a/" + path)).contains("#EXTINF"));
    }
}
