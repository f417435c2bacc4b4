package io.freshet.cluster.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.Leading.Claimed;
import io.freshet.cluster.Leading.Loss;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Tokens;
import io.freshet.coordination.Written;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One node's seat at one stream.
final class LeadershipTest {

    private static final StreamKey CAM = new StreamKey("live", "cam");
    private static final long SECOND = 1_000_000_000L;
    private static final HighWater MARK = new HighWater(77, 1);

    private final Set<String> gone = new HashSet<>();
    private final Set<String> draining = new HashSet<>();
    private final List<Command> done = new ArrayList<>();
    private final Leadership leadership = new Leadership("me", new Judgement() {
        @Override
        public boolean isGone(String node) {
            return gone.contains(node);
        }

        @Override
        public boolean hasLeft(String node) {
            return false;
        }

        @Override
        public NodeState state(String node) {
            return draining.contains(node) ? NodeState.DRAINING : NodeState.READY;
        }
    });
    private long now;

    @BeforeEach
    void theEngineIsHere() {
        leadership.engine(true, now);
    }

    private static StreamEntry led(String leader, boolean provisional, String... standbys) {
        return new StreamEntry(leader, 0, 0, "theirs", 1_000, provisional, MARK,
                List.of(standbys));
    }

    /// As [#lead] makes it, with those who stand by.
    private static StreamEntry mine(String... standbys) {
        return new StreamEntry("me", 5L << 16, 0, "mine", 2_000, false, HighWater.NONE,
                List.of(standbys));
    }

    private void publish(Optional<Held<StreamEntry>> known) {
        done.addAll(leadership.claim(CAM, new Publication("mine", 2_000), known, now));
    }

    private Command.Write written() {
        return (Command.Write) done.stream().filter(Command.Write.class::isInstance)
                .reduce((_, last) -> last).orElseThrow();
    }

    private void hold(long revision) {
        Command.Write write = written();
        done.clear();
        done.addAll(leadership.written(CAM, write.entry(), new Written.Done<>(revision), now));
    }

    private void lead() {
        publish(Optional.empty());
        hold(5);
        done.clear();
    }

    @Test
    void whoComesFirstClaimsAndLeadsWithTheRevisionAsToken() {
        publish(Optional.empty());
        assertThat(written().expected()).isZero();
        hold(5);
        assertThat(done).containsExactly(new Command.Answer(CAM,
                new Claimed.Leads(5L << 16, HighWater.NONE)));
        assertThat(leadership.leads(CAM)).hasValue(5L << 16);
    }

    @Test
    void whereSomebodyLeadsItStandsByAndSaysSo() {
        publish(Optional.of(new Held<>(led("other", false), 5)));
        assertThat(done).contains(new Command.Answer(CAM, new Claimed.Standby("other", 5L << 16)));
        assertThat(written().entry().standbys()).containsExactly("me");
        assertThat(written().entry().tokenAt(99)).isEqualTo(5L << 16);
    }

    @Test
    void aStandbyTakesOverWhenItsRelayIsLostAndTheLeaderIsGone() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        done.clear();
        gone.add("other");
        assertThat(leadership.tick(now)).isEmpty();
        done.addAll(leadership.lost(CAM, Loss.RELAY, now));
        assertThat(written().entry().leader()).isEqualTo("me");
        hold(9);
        assertThat(done).containsExactly(new Command.Lead(CAM, 9L << 16, MARK));
    }

    @Test
    void aStandbyTakesOverWhenAnotherHasLostTheLeaderToo() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        assertThat(leadership.lost(CAM, Loss.ASKED, now)).isEmpty();
        assertThat(leadership.lost(CAM, Loss.RELAY, now)).hasSize(1);
    }

    @Test
    void aStandbyWhoseRelayIsBackStaysOne() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        leadership.lost(CAM, Loss.RELAY, now);
        leadership.lost(CAM, Loss.RECOVERED, now);
        gone.add("other");
        assertThat(leadership.tick(now)).isEmpty();
    }

    @Test
    void aLeaderThatSeesAHigherTokenStopsAtOnce() {
        lead();
        assertThat(leadership.entry(CAM, Optional.of(new Held<>(led("other", false), 9)), now))
                .contains(new Command.StepDown(CAM, 9L << 16, "other"));
        assertThat(leadership.leads(CAM)).isEmpty();
    }

    @Test
    void aLeaderThatHearsAHigherTokenInMarksStopsAtOnce() {
        lead();
        assertThat(leadership.heard(CAM, 8L << 16, now))
                .contains(new Command.StepDown(CAM, 8L << 16, ""));
    }

    @Test
    void aLeaderGoesOnWithoutTheEngine() {
        lead();
        leadership.engine(false, now);
        now += 1_800 * SECOND;
        assertThat(leadership.tick(now)).isEmpty();
        assertThat(leadership.leads(CAM)).hasValue(5L << 16);
    }

    @Test
    void withoutTheEngineAPublisherBeginsProvisionallyAndClaimsLater() {
        leadership.engine(false, now);
        publish(Optional.empty());
        long token = leadership.leads(CAM).orElseThrow();
        assertThat(Tokens.isProvisional(token)).isTrue();
        done.clear();
        done.addAll(leadership.engine(true, now));
        assertThat(written().entry().provisional()).isTrue();
        hold(3);
        assertThat(done).hasSize(1).first().isInstanceOfSatisfying(Command.Lead.class,
                lead -> assertThat(lead.token()).isGreaterThan(token));
        assertThat(leadership.onAir(CAM, token)).as("where there was no stream to hear it")
                .isEqualTo(done);
    }

    @Test
    void ofTwoProvisionalSessionsTheLongerOneWins() {
        leadership.engine(false, now);
        publish(Optional.empty());
        // Theirs began earlier: ours ends.
        assertThat(leadership.entry(CAM, Optional.of(new Held<>(led("other", true), 3)), now))
                .contains(new Command.StepDown(CAM, 3L << 16, "other"));
        Leadership longer = new Leadership("me", new Judgement() {
            @Override
            public boolean isGone(String node) {
                return false;
            }

            @Override
            public boolean hasLeft(String node) {
                return false;
            }
        });
        longer.claim(CAM, new Publication("mine", 500), Optional.empty(), now);
        longer.entry(CAM, Optional.of(new Held<>(led("other", true), 3)), now);
        assertThat(longer.engine(true, now)).first().isInstanceOfSatisfying(Command.Write.class,
                write -> assertThat(write.entry().leader()).isEqualTo("me"));
    }

    @Test
    void aClaimWithoutAnAnswerThatDidHoldIsFoundInTheDirectory() {
        publish(Optional.empty());
        Command.Write write = written();
        done.clear();
        done.addAll(leadership.written(CAM, write.entry(), new Written.Away<>("late"), now));
        assertThat(done).first().isInstanceOf(Command.Answer.class);
        assertThat(leadership.entry(CAM, Optional.of(new Held<>(write.entry(), 5)), now))
                .containsExactly(new Command.Lead(CAM, 5L << 16, HighWater.NONE));
    }

    @Test
    void aDiscontinuityIsWrittenAtOnceAndTheRestOnceAMinute() {
        lead();
        assertThat(leadership.progress(CAM, new HighWater(80, 0), now)).isEmpty();
        assertThat(leadership.progress(CAM, new HighWater(81, 1), now)).hasSize(1);
        done.addAll(leadership.tick(now));
        leadership.written(CAM, led("me", false), new Written.Away<>(""), now);
        now += 61 * SECOND;
        done.addAll(leadership.tick(now));
        assertThat(written().entry().highWater()).isEqualTo(new HighWater(81, 1));
    }

    @Test
    void whatTheEngineForgotIsWrittenAgainUnderTheSameToken() {
        lead();
        done.addAll(leadership.entry(CAM, Optional.empty(), now));
        assertThat(written().expected()).isZero();
        assertThat(written().entry().tokenAt(1)).isEqualTo(5L << 16);
    }

    @Test
    void whenThePublisherHasGoneTheEntryKeepsTheMarkAndNamesNobody() {
        lead();
        leadership.progress(CAM, MARK, now);
        done.addAll(leadership.ended(CAM, now));
        leadership.written(CAM, led("me", false), new Written.Away<>(""), now);
        assertThat(leadership.leads(CAM)).isEmpty();
        now += SECOND;
        done.addAll(leadership.tick(now));
        assertThat(written().entry().isLed()).isFalse();
        assertThat(written().entry().highWater()).isEqualTo(MARK);
    }

    @Test
    void tokensGrowEvenIfTheEngineCountsFromOneAgain() {
        assertThat(Tokens.confirmed(1, 700L << 16)).isEqualTo(701L << 16);
        long provisional = Tokens.provisional(700L << 16, "s");
        assertThat(provisional).isGreaterThan(700L << 16).isLessThan(701L << 16);
        assertThat(Tokens.confirmed(2, provisional)).isGreaterThan(provisional);
        assertThat(Tokens.provisional(provisional, "s")).isGreaterThan(provisional);
    }

    @Test
    void aLeaderWhosePublisherHasLeftLeavesItsPlaceToWhoStandsBy() {
        lead();
        leadership.entry(CAM, Optional.of(new Held<>(mine("other"), 6)), now);
        done.addAll(leadership.left(CAM, now));
        assertThat(written().entry().isLed()).isFalse();
        assertThat(written().entry().standbys()).containsExactly("other");
        hold(7);
        now += SECOND;
        assertThat(leadership.tick(now)).as("it waits for a claim").isEmpty();
        assertThat(leadership.leads(CAM)).as("and goes on until then").hasValue(5L << 16);
        done.addAll(leadership.entry(CAM, Optional.of(new Held<>(led("other", false, "me"), 9)),
                now));
        assertThat(done).contains(new Command.StepDown(CAM, 9L << 16, "other"));
    }

    @Test
    void aLeaderWhosePlaceNobodyTakesKeepsIt() {
        lead();
        leadership.entry(CAM, Optional.of(new Held<>(mine("other"), 6)), now);
        done.addAll(leadership.left(CAM, now));
        hold(7);
        done.clear();
        now += 4 * SECOND;
        done.addAll(leadership.left(CAM, now));
        assertThat(written().entry().leader()).isEqualTo("me");
        assertThat(written().entry().standbys()).containsExactly("other");
        hold(8);
        done.clear();
        now += SECOND;
        assertThat(leadership.left(CAM, now)).as("not again so soon").isEmpty();
    }

    @Test
    void aLeaderWhosePublisherHasLeftIsNoStandbyAfterwardsAndTwoDoNotPassItToAndFro() {
        lead();
        leadership.entry(CAM, Optional.of(new Held<>(mine("other"), 6)), now);
        done.addAll(leadership.left(CAM, now));
        assertThat(written().entry().standbys()).containsExactly("other");
        hold(7);
        done.clear();
        leadership.entry(CAM, Optional.of(new Held<>(led("other", false), 9)), now);
        assertThat(leadership.tick(now)).as("it stands by no more").isEmpty();
        publish(Optional.of(new Held<>(led("other", false), 9)));
        assertThat(written().entry().standbys()).containsExactly("me");
        hold(10);
        done.clear();
        // The other one has left its place as well.
        done.addAll(leadership.entry(CAM, Optional.of(new Held<>(
                led("other", false, "me").vacant(9L << 16), 11)), now));
        hold(12);
        assertThat(leadership.leads(CAM)).isPresent();
        done.clear();
        assertThat(leadership.left(CAM, now + SECOND)).isEmpty();
    }

    @Test
    void aStandbyWhoseRelayHasLeftTakesOverAllTheSame() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        done.clear();
        leadership.left(CAM, now);
        gone.add("other");
        done.addAll(leadership.lost(CAM, Loss.RELAY, now));
        hold(9);
        assertThat(done).containsExactly(new Command.Lead(CAM, 9L << 16, MARK));
    }

    /// The claim was answered, and the lead given away, before the publisher was let in.
    @Test
    void aPublisherThatGoesOnAirUnderAnOldTokenHearsWhatItMissed() {
        lead();
        assertThat(leadership.onAir(CAM, 5L << 16)).isEmpty();
        leadership.entry(CAM, Optional.of(new Held<>(led("other", false, "me"), 9)), now);
        assertThat(leadership.onAir(CAM, 5L << 16))
                .containsExactly(new Command.StepDown(CAM, 9L << 16, "other"));
    }

    @Test
    void aStandbyTakesOverFromALeaderWhosePublisherHasFrozen() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        leadership.lost(CAM, Loss.RECOVERED, now);
        done.clear();
        done.addAll(leadership.lost(CAM, Loss.FROZEN, now));
        assertThat(written().entry().leader()).isEqualTo("me");
        hold(9);
        assertThat(done).contains(new Command.Lead(CAM, 9L << 16, MARK));
    }

    @Test
    void thatALeaderHasFrozenIsNotSaidOfTheNextOne() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        leadership.engine(false, now);
        assertThat(leadership.lost(CAM, Loss.FROZEN, now)).isEmpty();
        leadership.entry(CAM, Optional.of(new Held<>(led("third", false, "me"), 9)), now);
        assertThat(leadership.engine(true, now)).isEmpty();
    }

    /// Where the relay is cut off it is not known whether the leader has frozen.
    @Test
    void aStandbyWhoseRelayIsLostDoesNotGoByWhatItSaidBefore() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        leadership.lost(CAM, Loss.RELAY, now);
        assertThat(leadership.lost(CAM, Loss.FROZEN, now)).isEmpty();
    }

    @Test
    void aLeaderWhosePublisherHasLeftStaysWithoutAStandby() {
        lead();
        assertThat(leadership.left(CAM, now)).isEmpty();
        leadership.entry(CAM, Optional.of(new Held<>(mine("other"), 6)), now);
        gone.add("other");
        assertThat(leadership.left(CAM, now)).isEmpty();
        gone.clear();
        assertThat(leadership.left(CAM, now)).as("one has come").hasSize(1);
    }

    @Test
    void aStandbyThatFollowsTakesOverFromALeaderThatDrains() {
        publish(Optional.of(new Held<>(led("other", false, "me"), 5)));
        done.clear();
        draining.add("other");
        assertThat(leadership.tick(now)).as("it does not follow yet").isEmpty();
        done.addAll(leadership.lost(CAM, Loss.RECOVERED, now));
        assertThat(written().entry().leader()).isEqualTo("me");
        hold(6);
        assertThat(done).containsExactly(new Command.Lead(CAM, 6L << 16, MARK));
    }

    @Test
    void aStandbyThatDrainsTooLeavesItToTheNext() {
        publish(Optional.of(new Held<>(led("other", false, "me", "third"), 5)));
        leadership.lost(CAM, Loss.RECOVERED, now);
        draining.addAll(Set.of("other", "me"));
        assertThat(leadership.tick(now)).isEmpty();
    }

    @Test
    void aPublisherWhoComesWhileTheLeaderDrainsLeadsAtOnce() {
        draining.add("other");
        publish(Optional.of(new Held<>(led("other", false), 5)));
        assertThat(written().entry().leader()).isEqualTo("me");
        hold(6);
        assertThat(done).containsExactly(new Command.Answer(CAM,
                new Claimed.Leads(6L << 16, MARK)));
    }

    @Test
    void aPublisherWhoComesWhileAStandbyTakesOverStandsByToo() {
        draining.add("other");
        publish(Optional.of(new Held<>(led("other", false, "third"), 5)));
        assertThat(done).contains(new Command.Answer(CAM,
                new Claimed.Standby("other", 5L << 16)));
    }
}
