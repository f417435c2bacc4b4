package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.live.Input;
import io.freshet.live.PublishPlacement.Here;
import io.freshet.live.PublishPlacement.Standby;
import io.freshet.live.Subscription;
import io.freshet.live.packaging.FakeNode.FakePublisher;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes that follow a leader make what it makes, wherever their link was cut, and go on when it is
/// gone.
class FollowerTest {

    private static final Track LARGER = new Track(1, Feed.VIDEO.codec(), 90_000,
            Bytes.ofHex("01640028ff"), "avc1.640028",
            new Traits.Picture(1920, 1080, 30_000, 0), "");

    private final FakeClock clock = new FakeClock();
    private final FakeNode leader = new FakeNode(clock);
    private final FakeNode edge = new FakeNode(clock);

    private static void sameBytes(String name, FakeNode one, FakeNode other) {
        assertThat(other.recording.resources.keySet()).as(name).isNotEmpty();
        other.recording.resources.forEach((uri, bytes) -> assertThat(bytes).as(name + " " + uri)
                .isEqualTo(one.recording.resources.get(uri)));
        assertThat(other.recording.playlists.keySet()).as(name)
                .isEqualTo(one.recording.playlists.keySet());
        one.recording.playlists.forEach((path, served) -> {
            List<MediaPlaylist> theirs = other.recording.playlists.get(path);
            assertThat(theirs.getLast().write()).as(name + " " + path)
                    .isEqualTo(served.getLast().write());
        });
        assertThat(other.recording.violations()).as(name).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.freshet.live.packaging.JoiningTest#streams")
    void twoHopsMakeTheSameBytesWhereverTheLinkIsCut(String name, List<Signal> signals) {
        FakeNode far = new FakeNode(clock);
        Input in = leader.follow();
        Random random = new Random(name.hashCode());
        int next = signals.size() / 3;
        leader.push(in, signals.subList(0, next));
        Subscription near = edge.pull(leader);
        Subscription hop = far.pull(edge);
        while (next < signals.size()) {
            int until = Math.min(signals.size(), next + 1 + random.nextInt(150));
            leader.push(in, signals.subList(next, until));
            next = until;
            if (random.nextBoolean()) {
                near.cancel();
                near = edge.pull(leader);
            }
            if (random.nextBoolean()) {
                hop.cancel();
                int missed = Math.min(signals.size(), next + random.nextInt(40));
                leader.push(in, signals.subList(next, missed));
                next = missed;
                hop = far.pull(random.nextBoolean() ? edge : leader);
            }
        }
        assertThat(leader.sent).as(name).isEqualTo(signals);
        int joined = leader.sent.size() - edge.sent.size();
        assertThat(edge.frames()).as(name).doesNotHaveDuplicates();
        assertThat(joined).as(name).isNotNegative();
        sameBytes(name + ", one hop", leader, edge);
        sameBytes(name + ", two hops", leader, far);
    }

    @Test
    void aFollowerSendsWhatItsLeaderSends() {
        Input encoder = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        leader.push(encoder, List.of(Feed.BOTH));
        leader.push(encoder, Feed.ordinary(20));
        assertThat(edge.sent).isEqualTo(leader.sent);
        assertThat(leader.cuts()).isNotEmpty().allMatch(cut -> cut.token() == 5);
        assertThat(edge.stream().standing().token()).isEqualTo(5);
        assertThat(edge.stream().standing().leads()).isFalse();
        sameBytes("ordinary", leader, edge);
    }

    @Test
    void theEndOfTheStreamPassesAndEndsIt() {
        Input encoder = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        leader.push(encoder, List.of(Feed.BOTH));
        leader.push(encoder, Feed.ordinary(6));
        leader.stream().kick("test");
        assertThat(edge.sent.getLast()).isInstanceOf(Mark.EndOfStream.class);
        assertThat(edge.sent).isEqualTo(leader.sent);
        assertThat(edge.events).endsWith("ended");
        sameBytes("ended", leader, edge);
    }

    /// Another encoder pushes to the second: numbers go on, nothing breaks, the hole is listed.
    @Test
    void promotionGoesOnWithoutADiscontinuity() {
        List<Frame> frames = Feed.ordinary(60);
        int lost = frames.size() / 3;
        int noticed = lost + 100;
        Input first = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        Input second = edge.publish("backup", new Standby());
        leader.push(first, List.of(Feed.BOTH));
        edge.push(second, List.of(Feed.BOTH));
        for (int i = 0; i < frames.size(); i++) {
            if (i < lost) {
                leader.push(first, frames.subList(i, i + 1));
            }
            if (i == noticed) {
                edge.stream().promote(6);
            }
            edge.push(second, List.of(recoded(frames.get(i))));
        }
        List<Mark.Cut> cuts = edge.cuts();
        assertThat(cuts).extracting(Mark.Cut::token).contains(5L, 6L).isSorted();
        assertThat(cuts).noneMatch(Mark.Cut::breaks).allMatch(cut -> cut.discontinuity() == 0);
        assertThat(cuts.stream().filter(cut -> cut.token() == 6).map(Mark.Cut::sessionTag)
                .distinct()).hasSize(1).doesNotContain(cuts.getFirst().sessionTag());
        assertThat(cuts).extracting(Mark.Cut::targetSeconds).containsOnly(0, 2);
        Mark.Cut taken = cuts.stream().filter(cut -> cut.token() == 6).findFirst().orElseThrow();
        assertThat(taken.gapTicks()).as("the outage is listed").isPositive();
        assertThat(edge.recording.violations()).isEmpty();
        assertThat(edge.stream().standing().leads()).isTrue();
        ascending(edge.frames());
    }

    /// The same picture, coded by another encoder.
    private static Frame recoded(Frame frame) {
        byte[] other = frame.payload().toArray();
        other[0] ^= 1;
        return new Frame(frame.track(), frame.dts(), frame.pts(), frame.flags(),
                Bytes.wrap(other), 0);
    }

    private static void ascending(List<Frame> frames) {
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            assertThat(frames.stream().filter(f -> f.kind() == kind).map(Frame::dts).toList())
                    .isSorted().doesNotHaveDuplicates();
        }
    }

    /// Hot-hot: the backup sends the same bits, so the switch goes on with the very next frame.
    @Test
    void aBackupWithTheSameBitsGoesOnWithTheNextFrame() {
        List<Frame> frames = Feed.ordinary(60);
        for (int lost : new int[] {2000, 2011, 2150, 2229}) {
            FakeClock time = new FakeClock();
            FakeNode old = new FakeNode(time);
            FakeNode next = new FakeNode(time);
            Input first = old.publish("encoder", new Here(5));
            next.pull(old);
            Input second = next.publish("backup", new Standby());
            old.push(first, List.of(Feed.BOTH));
            next.push(second, List.of(Feed.BOTH));
            for (int i = 0; i < frames.size(); i++) {
                if (i < lost) {
                    old.push(first, frames.subList(i, i + 1));
                }
                if (i == lost + 80) {
                    next.stream().promote(6);
                }
                // Its encoder counts from another zero.
                next.push(second, List.of(earlier(frames.get(i))));
            }
            String as = "lost at " + lost;
            assertThat(next.frames().stream().map(f -> f.track().id() + " " + f.dts() + " "
                    + f.payload().length()).toList()).as(as).isEqualTo(frames.stream()
                            .map(f -> f.track().id() + " " + f.dts() + " " + f.payload().length())
                            .toList());
            assertThat(next.cuts()).as(as).noneMatch(Mark.Cut::breaks)
                    .allMatch(cut -> cut.gapTicks() == 0);
            assertThat(next.cuts().getLast().token()).isEqualTo(6);
            assertThat(next.recording.violations()).as(as).isEmpty();
        }
    }

    /// The claim was answered before the other node took the lead.
    @Test
    void aPublisherWhoseTokenIsOutrunIsHeldBack() {
        Input first = leader.publish("encoder", new Here(5));
        leader.push(first, List.of(Feed.BOTH));
        leader.stream().demote(7);
        Input late = leader.publish("late", new Here(6));
        leader.push(late, List.of(Feed.BOTH));
        leader.push(late, Feed.ordinary(4));
        assertThat(leader.stream().standing().leads()).isFalse();
        assertThat(leader.frames()).isEmpty();
        leader.stream().promote(6);
        assertThat(leader.stream().standing().leads()).as("nor later").isFalse();
        leader.stream().promote(8);
        assertThat(leader.stream().standing().leads()).isTrue();
    }

    /// The provisional token was confirmed before its publisher was let in.
    @Test
    void aPublisherWhoseNodeLeadsWithAHigherTokenAlreadyGoesOnAir() {
        Input first = leader.publish("encoder", new Here(5));
        leader.push(first, List.of(Feed.BOTH));
        first.close("gone");
        leader.stream().promote(7);
        Input late = leader.publish("late", new Here(6));
        leader.push(late, List.of(Feed.BOTH));
        leader.push(late, Feed.ordinary(4));
        assertThat(leader.stream().standing().leads()).isTrue();
        assertThat(leader.frames()).isNotEmpty();
        assertThat(leader.cuts()).allMatch(cut -> cut.token() == 7);
    }

    @Test
    void aLeaderWhosePublisherFreezesIsNoticedWhereAnotherOneIsHeldBack() {
        List<Frame> frames = Feed.ordinary(20);
        int frozen = frames.size() / 2;
        Input first = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        Input second = edge.publish("backup", new Standby());
        leader.push(first, List.of(Feed.BOTH));
        edge.push(second, List.of(Feed.BOTH));
        for (int i = 0; i < frozen + 200; i++) {
            if (i < frozen) {
                leader.push(first, frames.subList(i, i + 1));
                assertThat(edge.events).doesNotContain("frozen");
            } else if (i == frozen + 20) {
                Objects.requireNonNull(edge.relay).push(List.of());
            }
            edge.push(second, List.of(frames.get(i)));
        }
        assertThat(edge.events).contains("frozen");
        assertThat(leader.events).doesNotContain("frozen");
    }

    /// A planned handover: what is followed has come by a faster way than the backup's own copy.
    @Test
    void aBackupThatIsSomeFramesBehindWaitsForThem() {
        List<Frame> frames = Feed.ordinary(60);
        Input first = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        Input second = edge.publish("backup", new Standby());
        leader.push(first, List.of(Feed.BOTH));
        edge.push(second, List.of(Feed.BOTH));
        leader.push(first, frames.subList(0, 2011));
        edge.push(second, frames.subList(0, 2000));
        edge.stream().promote(6);
        assertThat(edge.stream().standing().leads()).isFalse();
        edge.push(second, frames.subList(2000, 2030));
        edge.loop.runTimers();
        edge.push(second, frames.subList(2030, frames.size()));
        assertThat(edge.stream().standing().leads()).isTrue();
        assertThat(edge.frames().stream().map(Frame::dts).toList())
                .isEqualTo(frames.stream().map(Frame::dts).toList());
        assertThat(edge.cuts()).noneMatch(Mark.Cut::breaks).allMatch(cut -> cut.gapTicks() == 0);
    }

    private static Frame earlier(Frame frame) {
        long ticks = 1_000_000L * frame.track().timescale() / 1000;
        return frame.at(frame.dts() - ticks, frame.pts() - ticks);
    }

    /// Black repeats: no key frame says where it belongs, so the switch waits for the next one.
    @Test
    void whatRepeatsIsNotPlacedByItsBits() {
        List<Frame> black = Feed.ordinary(40).stream().map(f -> new Frame(f.track(), f.dts(),
                f.pts(), f.flags(), Bytes.ofHex(f.isKey() ? "00" : "01"), 0)).toList();
        Input first = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        Input second = edge.publish("backup", new Standby());
        leader.push(first, List.of(Feed.BOTH));
        edge.push(second, List.of(Feed.BOTH));
        for (int i = 0; i < black.size(); i++) {
            if (i < 1500) {
                leader.push(first, black.subList(i, i + 1));
            }
            if (i == 1580) {
                edge.stream().promote(6);
            }
            edge.push(second, black.subList(i, i + 1));
        }
        Mark.Cut taken = edge.cuts().stream().filter(cut -> cut.token() == 6).findFirst()
                .orElseThrow();
        assertThat(taken.gapTicks()).isPositive();
        assertThat(edge.cuts()).noneMatch(Mark.Cut::breaks);
        assertThat(edge.recording.violations()).isEmpty();
    }

    @Test
    void aBackupInAnotherConfigurationCostsOneDiscontinuity() {
        List<Frame> frames = Feed.ordinary(40);
        int lost = frames.size() / 2;
        Input first = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        Input second = edge.publish("backup", new Standby());
        leader.push(first, List.of(Feed.BOTH));
        edge.push(second, List.of(Feed.BOTH.with(LARGER)));
        leader.push(first, frames.subList(0, lost));
        edge.stream().promote(6);
        edge.push(second, frames.subList(lost, frames.size()).stream()
                .map(f -> f.kind() == Kind.VIDEO ? f.on(LARGER) : f).toList());
        assertThat(edge.cuts().stream().filter(Mark.Cut::breaks)).hasSize(1);
        assertThat(edge.cuts().getLast().discontinuity()).isEqualTo(1);
        assertThat(edge.recording.violations()).isEmpty();
    }

    /// Wherever the leader dies, the one who takes over goes on with valid playlists.
    @Test
    void promotionAtAnyFrame() {
        List<Frame> frames = Feed.ordinary(24);
        for (int lost = 300; lost < frames.size() - 200; lost += 37) {
            FakeClock time = new FakeClock();
            FakeNode old = new FakeNode(time);
            FakeNode next = new FakeNode(time);
            Input first = old.publish("encoder", new Here(5));
            next.pull(old);
            Input second = next.publish("backup", new Standby());
            old.push(first, List.of(Feed.BOTH));
            next.push(second, List.of(Feed.BOTH));
            old.push(first, frames.subList(0, lost));
            next.stream().promote(6);
            next.push(second, frames.subList(lost, frames.size()));
            // A hole shorter than a part stretches the frame before it, which may need a part of
            // its own.
            assertThat(next.recording.violations()).as("lost at " + lost)
                    .allMatch(what -> what.contains("is below 85 % of the part target"));
            assertThat(next.cuts()).as("lost at " + lost).noneMatch(Mark.Cut::breaks);
            ascending(next.frames());
        }
    }

    @Test
    void anOldLeaderWithALowerTokenIsDropped() {
        List<Frame> frames = Feed.ordinary(30);
        int half = frames.size() / 2;
        Input first = leader.publish("encoder", new Here(5));
        FakeNode standby = new FakeNode(clock);
        standby.pull(leader);
        Input backup = standby.publish("backup", new Standby());
        Subscription link = edge.pull(leader);
        leader.push(first, List.of(Feed.BOTH));
        standby.push(backup, List.of(Feed.BOTH));
        leader.push(first, frames.subList(0, half));
        link.cancel();
        standby.stream().promote(6);
        standby.push(backup, frames.subList(half, half + 400));
        link = edge.pull(standby);
        standby.push(backup, frames.subList(half + 400, half + 500));
        assertThat(edge.stream().standing().token()).isEqualTo(6);
        int before = edge.sent.size();
        // The old one goes on by itself, and the edge is led astray.
        link.cancel();
        edge.pull(leader);
        leader.push(first, frames.subList(half, half + 600));
        assertThat(edge.sent).as("nothing stale").hasSize(before);
    }

    @Test
    void aLeaderThatHearsOfAHigherTokenHoldsItsPublisherBack() {
        List<Frame> frames = Feed.ordinary(30);
        Input first = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        Input backup = edge.publish("backup", new Standby());
        leader.push(first, List.of(Feed.BOTH));
        edge.push(backup, List.of(Feed.BOTH));
        leader.push(first, frames.subList(0, 600));
        edge.stream().promote(6);
        leader.stream().demote(6);
        int before = leader.sent.size();
        leader.push(first, frames.subList(600, 700));
        assertThat(leader.sent).hasSize(before);
        assertThat(leader.stream().standing().leads()).isFalse();
        leader.pull(edge);
        edge.push(backup, frames.subList(600, 1500));
        leader.push(first, frames.subList(600, 1500));
        assertThat(leader.sent).isEqualTo(edge.sent);
        assertThat(leader.cuts().getLast().token()).isEqualTo(6);
        assertThat(leader.recording.violations()).isEmpty();
        // And back again.
        leader.stream().promote(7);
        leader.push(first, frames.subList(1500, frames.size()));
        assertThat(leader.cuts().getLast().token()).isEqualTo(7);
        assertThat(leader.recording.violations()).isEmpty();
        ascending(leader.frames());
    }

    @Test
    void aRelayIsSentAwayWhenTheNodeIsPromoted() {
        Input first = leader.publish("encoder", new Here(5));
        leader.push(first, List.of(Feed.BOTH));
        FakePublisher relay = new FakePublisher("relay", true);
        edge.relay = edge.publish(relay, new Standby());
        edge.pull(leader);
        edge.stream().promote(6);
        assertThat(relay.dismissals()).hasSize(1);
    }

    /// The parent could not give what is missing: pictures begin with the next key frame.
    @Test
    void behindAHoleItWaitsForAKeyFrame() {
        Input in = edge.follow();
        List<Signal> led = new ArrayList<>(Feed.led(Feed.BOTH, Feed.ordinary(12)));
        edge.push(in, led.subList(0, 200));
        in.reopened(1, true);
        edge.push(in, led.subList(230, led.size()));
        List<Frame> pictures = edge.frames().stream().filter(f -> f.kind() == Kind.VIDEO).toList();
        Frame last = (Frame) led.subList(0, 200).stream().filter(s -> s instanceof Frame f
                && f.kind() == Kind.VIDEO).reduce((_, b) -> b).orElseThrow();
        Frame then = pictures.get(pictures.indexOf(last) + 1);
        assertThat(then.isKey()).isTrue();
        assertThat(edge.frames()).as("sound goes on").anyMatch(f -> f.kind() == Kind.AUDIO
                && f.dtsOn(1000) > last.dtsOn(1000) && f.dtsOn(1000) < then.dtsOn(1000));
    }

    @Test
    void soundAloneIsFollowedAndLedOn() {
        List<Frame> sounds = Feed.sounds(40);
        Tracks alone = new Tracks(List.of(Feed.AUDIO));
        Input first = leader.publish("encoder", new Here(5));
        edge.pull(leader);
        Input backup = edge.publish("backup", new Standby());
        leader.push(first, List.of(alone));
        edge.push(backup, List.of(alone));
        leader.push(first, sounds.subList(0, 900));
        sameBytes("sound", leader, edge);
        edge.stream().promote(6);
        edge.push(backup, sounds.subList(900, sounds.size()));
        assertThat(edge.recording.violations()).isEmpty();
        assertThat(edge.cuts()).noneMatch(Mark.Cut::breaks);
    }
}
