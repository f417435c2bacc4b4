package io.freshet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions.GopBounds;
import io.freshet.live.AppOptions.ViewerBounds;
import io.freshet.live.Rig.FakePublisher;
import io.freshet.live.Rig.RecordingSubscriber;
import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.Frame;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

    private static AppOptions options(Takeover takeover, int inputs) {
        return new AppOptions(FlushInterval.VIDEO, takeover, inputs, Duration.ofSeconds(10),
                GopBounds.DEFAULT, ViewerBounds.DEFAULT, 1);
    }

    private final Rig rig = new Rig(AppOptions.DEFAULT);

    private RecordingSubscriber watch(FakeLoop on) {
        RecordingSubscriber viewer = new RecordingSubscriber();
        rig.streams.find(rig.key).orElseThrow().subscribe(on, viewer);
        rig.run();
        return viewer;
    }

    @Test
    void givesAJoiningViewerTheTracksAndTheGopOnEveryLoop() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, true), Rig.video(40, false));
        RecordingSubscriber here = watch(rig.loop);
        RecordingSubscriber there = watch(rig.other);
        rig.push(input, Rig.video(80, false));
        assertThat(here.signals).hasSize(4).isEqualTo(there.signals);
        assertThat(here.signals.getFirst()).isEqualTo(Rig.BOTH);
    }

    @Test
    void keepsItsViewersWhileThePublisherIsAway() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, true));
        RecordingSubscriber viewer = watch(rig.other);
        rig.loop.in(() -> input.close("connection reset"));
        rig.pass(2_000);
        Input back = rig.publish("a again");
        rig.push(back, Rig.BOTH, Rig.video(70_000, true));
        assertThat(viewer.ended).isFalse();
        List<Frame> frames = viewer.frames();
        assertThat(frames.get(1).dtsOn(1000) - frames.get(0).dtsOn(1000)).isEqualTo(2_000);
        assertThat(viewer.signals.stream().filter(Tracks.class::isInstance)).hasSize(1);
        assertThat(rig.events).containsExactly("opened", "onAir a", "waiting connection reset",
                "onAir a again");
    }

    /// FFmpeg sends onMetaData first, and its tracks with the first picture.
    @Test
    void metadataThatAReturningPublisherSendsFirstTakesNoTrackAway() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, true));
        RecordingSubscriber viewer = watch(rig.other);
        rig.loop.in(() -> input.close("connection reset"));
        rig.pass(2_000);
        Input back = rig.publish("a again");
        Track script = new Track(9, DataCodec.SCRIPT, 1000, Bytes.EMPTY, "", new Traits.None(), "");
        rig.push(back, new Tracks(List.of(script)),
                new Frame(script, 0, 0, Frame.KEY, Bytes.ofHex("02"), 0));
        rig.push(back, Rig.BOTH, Rig.video(0, false), Rig.video(40, true));
        assertThat(viewer.signals.stream().filter(Tracks.class::isInstance)).hasSize(1);
        assertThat(viewer.frames()).as("metadata is no start").hasSize(2);
        assertThat(viewer.frames().getLast().isKey()).isTrue();
    }

    @Test
    void endsWhenNobodyComesBackWithinTheReconnectWindow() {
        Input input = rig.publish("a");
        RecordingSubscriber viewer = watch(rig.other);
        rig.loop.in(() -> input.close("gone"));
        rig.pass(9_000);
        assertThat(viewer.ended).isFalse();
        rig.pass(2_000);
        assertThat(viewer.ended).isTrue();
        assertThat(rig.streams.find(rig.key)).isEmpty();
        assertThat(rig.events).endsWith("ended");
    }

    @Test
    void tellsViewersOfAChangedConfiguration() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, true));
        RecordingSubscriber viewer = watch(rig.loop);
        Track smaller = new Track(1, Rig.VIDEO.codec(), 90_000, Bytes.ofHex("02"), "avc1.42001e",
                Rig.VIDEO.traits(), "");
        Tracks changed = new Tracks(List.of(smaller, Rig.AUDIO));
        rig.push(input, changed, new Frame(smaller, 3600, 3600, Frame.KEY, Bytes.ofHex("00"), 0));
        assertThat(viewer.signals).contains(changed);
        assertThat(viewer.frames().getLast().track()).isEqualTo(smaller);
    }

    @Test
    void waitsForAKeyFrameOfANewPublisher() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, false), Rig.audio(0), Rig.video(40, true));
        RecordingSubscriber viewer = watch(rig.loop);
        assertThat(viewer.frames()).hasSize(1);
        rig.pass(1_000);
        assertThat(rig.streams.find(rig.key).orElseThrow().lastReport().repairs().untilKey())
                .isEqualTo(2);
    }

    @Test
    void refusesASecondPublisherWhileTheFirstSends() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, true));
        FakePublisher second = new FakePublisher("b");
        var answer = rig.ask(second);
        for (int i = 1; i <= 40; i++) {
            rig.pass(40);
            rig.push(input, Rig.video(i * 40L, false));
        }
        assertThat(answer.join()).isInstanceOf(PublishOutcome.AlreadyPublishing.class);
    }

    @Test
    void replacesAHalfOpenPublisherWithinTwoSeconds() {
        FakePublisher dead = new FakePublisher("dead");
        PublishOutcome.Accepted first = (PublishOutcome.Accepted) rig.ask(dead).join();
        rig.push(first.input(), Rig.BOTH, Rig.video(0, true));
        rig.pass(300);
        var answer = rig.ask(new FakePublisher("back"));
        assertThat(answer).isNotDone();
        rig.pass(1_000);
        assertThat(answer.join()).isInstanceOf(PublishOutcome.Accepted.class);
        assertThat(dead.dismissals).containsExactly("replaced by back");
    }

    @Test
    void letsTheNewestReplaceAtMostOnceInTenSeconds() {
        Rig newest = new Rig(options(Takeover.NEWEST, 1));
        newest.publish("a");
        assertThat(newest.ask(new FakePublisher("b")).join())
                .isInstanceOf(PublishOutcome.AlreadyPublishing.class);
        newest.pass(10_000);
        newest.publish("b");
        assertThat(newest.ask(new FakePublisher("a")).join())
                .isInstanceOf(PublishOutcome.AlreadyPublishing.class);
    }

    @Test
    void goesOnWithTheStandbyWhenThePublisherLeavesOrFallsSilent() {
        Rig two = new Rig(options(Takeover.WHEN_SILENT, 2));
        Input main = two.publish("main");
        two.push(main, Rig.BOTH, Rig.video(0, true));
        Input backup = two.publish("backup");
        two.push(backup, Rig.BOTH, Rig.video(0, true));
        for (int i = 1; i < 50; i++) {
            two.pass(40);
            two.push(backup, Rig.video(i * 40L, i % 25 == 0));
        }
        assertThat(two.events).containsExactly("opened", "onAir main", "onAir backup");
    }

    @Test
    void dropsWhatABusyLoopCannotTakeAndGoesOnWithTheGop() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, true));
        RecordingSubscriber viewer = watch(rig.other);
        rig.other.stall(true);
        Bytes big = Bytes.wrap(new byte[1 << 20]);
        for (int i = 1; i <= 8; i++) {
            rig.push(input, new Frame(Rig.VIDEO, i * 3600L, i * 3600L, 0, big, 0));
        }
        rig.other.stall(false);
        rig.run();
        rig.push(input, Rig.video(400, false));
        List<Long> dts = viewer.frames().stream().map(frame -> frame.dtsOn(1000)).toList();
        assertThat(dts).hasSize(10).isSorted().doesNotHaveDuplicates();
        rig.pass(1_000);
        assertThat(rig.streams.find(rig.key).orElseThrow().lastReport().branchSkips())
                .isGreaterThan(0);
    }

    @Test
    void deliversNothingAfterCancel() {
        Input input = rig.publish("a");
        rig.push(input, Rig.BOTH, Rig.video(0, true));
        RecordingSubscriber viewer = new RecordingSubscriber();
        Subscription hold = rig.streams.find(rig.key).orElseThrow().subscribe(rig.other, viewer);
        rig.run();
        rig.other.in(hold::cancel);
        rig.push(input, Rig.video(40, false));
        assertThat(viewer.frames()).hasSize(1);
    }

    @Test
    void refusesAStreamBeyondTheLimitOfItsApp() throws Exception {
        Rig one = new Rig(options(Takeover.REFUSE, 1));
        one.publish("a");
        PublishOutcome outcome = one.streams.publish(
                io.freshet.media.StreamKey.of("live", "another"), new FakePublisher("b"), one.loop)
                .toCompletableFuture().join();
        assertThat(outcome).isEqualTo(
                new PublishOutcome.NotAllowed("app live has 1 streams, its limit"));
    }

    @Test
    void refusesANewStreamWithoutRoomForItAndTakesOldOnesBack() throws Exception {
        rig.publish("a").close("gone");
        rig.run();
        rig.streams.keepRoom(() -> Optional.of("no memory"));
        assertThat(rig.publish("a again")).isNotNull();
        PublishOutcome outcome = rig.streams.publish(
                io.freshet.media.StreamKey.of("live", "another"), new FakePublisher("b"), rig.loop)
                .toCompletableFuture().join();
        assertThat(outcome).isEqualTo(new PublishOutcome.NotAllowed("no memory"));
    }

    @Test
    void endsAtOnceWhenKicked() {
        FakePublisher publisher = new FakePublisher("a");
        assertThat(rig.ask(publisher)).isDone();
        RecordingSubscriber viewer = watch(rig.loop);
        rig.streams.find(rig.key).orElseThrow().kick("kicked by the operator");
        rig.run();
        assertThat(publisher.dismissals).containsExactly("kicked by the operator");
        assertThat(viewer.ended).isTrue();
    }

    @Test
    void refusesAnAppThatIsNotThere() throws Exception {
        PublishOutcome outcome = rig.streams.publish(
                io.freshet.media.StreamKey.of("other", "s"), new FakePublisher("a"), rig.loop)
                .toCompletableFuture().join();
        assertThat(outcome).isEqualTo(new PublishOutcome.NotAllowed("no app named other"));
    }
}
