package io.freshet.live.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreezeTest {

    private static final long MS = 1_000_000;
    private static final List<Signal> SOMETHING = List.of(Tracks.NONE);
    private static final List<Signal> ALIVE = List.of();

    private final Freeze freeze = new Freeze();
    private long nowMs;

    private boolean heldBack() {
        return freeze.heldBack(nowMs * MS);
    }

    private void relayed(List<Signal> batch) {
        freeze.relayed(batch, nowMs * MS);
    }

    /// Both send for so long.
    private void both(long ms) {
        for (long until = nowMs + ms; nowMs < until; nowMs += 40) {
            relayed(SOMETHING);
            assertThat(heldBack()).isFalse();
        }
    }

    /// Only the one held back sends.
    ///
    /// @param aliveAfterMs the relay says then that it has nothing
    /// @return after how many ms it was seen that the other has frozen; -1 if not within 3 s
    private long alone(long everyMs, long aliveAfterMs) {
        long from = nowMs;
        boolean said = false;
        for (; nowMs < from + 3_000; nowMs += everyMs) {
            if (!said && nowMs >= from + aliveAfterMs) {
                said = true;
                relayed(ALIVE);
            }
            if (heldBack()) {
                return nowMs - from;
            }
        }
        return -1;
    }

    @Test
    void isSeenInLessThanASecond() {
        both(6_000);
        assertThat(alone(40, 600)).as("ms behind the first read that it misses").isEqualTo(760);
    }

    @Test
    void isSaidOnceAndLaterAgain() {
        both(6_000);
        alone(40, 600);
        nowMs += 40;
        assertThat(heldBack()).isFalse();
        assertThat(alone(40, 0)).isEqualTo(800);
    }

    /// Nothing at all comes: the way to the leader is cut, which others judge.
    @Test
    void aRelayThatDoesNotSayThatItLivesHasNotFrozen() {
        both(6_000);
        assertThat(alone(40, Long.MAX_VALUE / 2)).isEqualTo(-1);
    }

    @Test
    void whoHasJustBegunMayStutter() {
        both(2_000);
        assertThat(alone(40, 600)).isEqualTo(-1);
        assertThat(heldBack()).as("but not for longer").isTrue();
    }

    @Test
    void aRelayThatNeverBroughtAnythingHasNotFrozen() {
        nowMs = 10_000;
        assertThat(alone(40, 600)).isEqualTo(-1);
    }

    /// A picture in two seconds is no freeze while the one held back shows no more than that.
    @Test
    void slowPicturesAreNoFreeze() {
        for (int i = 0; i < 10; i++) {
            relayed(SOMETHING);
            nowMs += 600;
            relayed(ALIVE);
            nowMs += 1_400;
            assertThat(heldBack()).as("picture " + i).isFalse();
        }
    }

    /// What had piled up while this machine stood still comes in one read.
    @Test
    void aMachineThatStoodStillSeesNoFreeze() {
        both(6_000);
        relayed(ALIVE);
        assertThat(heldBack()).isFalse();
        nowMs += 2_500;
        assertThat(heldBack()).isFalse();
        relayed(SOMETHING);
        nowMs += 40;
        assertThat(heldBack()).isFalse();
    }
}
