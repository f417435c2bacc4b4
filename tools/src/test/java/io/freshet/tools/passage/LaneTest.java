package io.freshet.tools.passage;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final long MS_NS = 1_000_000;

    private static Bytes packet(int number) {
        return Bytes.wrap(new byte[] {(byte) (number >> 8), (byte) number});
    }

    private static List<Bytes> all(Lane lane, long nowNs) {
        List<Bytes> given = new ArrayList<>();
        for (Optional<Bytes> next = lane.give(nowNs); next.isPresent(); next = lane.give(nowNs)) {
            given.add(next.get());
        }
        return given;
    }

    @Test
    void packetsComeLateAndInOrder() {
        Lane lane = new Lane(1);
        Conditions conditions = new Conditions(40, 0);
        lane.take(packet(1), conditions, 0);
        lane.take(packet(2), conditions, 10 * MS_NS);
        assertThat(all(lane, 39 * MS_NS)).isEmpty();
        assertThat(lane.idleNs(39 * MS_NS, 50 * MS_NS)).isEqualTo(MS_NS);
        assertThat(all(lane, 40 * MS_NS)).containsExactly(packet(1));
        assertThat(all(lane, 50 * MS_NS)).containsExactly(packet(2));
        assertThat(lane.idleNs(50 * MS_NS, 50 * MS_NS)).isEqualTo(50 * MS_NS);
    }

    /// A network that swaps packets makes TCP believe that they were lost.
    @Test
    void aWayThatBecomesShorterSwapsNothing() {
        Lane lane = new Lane(1);
        lane.take(packet(1), new Conditions(40, 0), 0);
        lane.take(packet(2), Conditions.CLEAR, MS_NS);
        assertThat(all(lane, 2 * MS_NS)).isEmpty();
        assertThat(all(lane, 40 * MS_NS)).containsExactly(packet(1), packet(2));
    }

    @Test
    void whatIsLostIsTheSameWithTheSameSeed() {
        List<Bytes> once = lossy(7);
        assertThat(once).hasSizeBetween(9_800, 9_950).isEqualTo(lossy(7)).isNotEqualTo(lossy(8));
    }

    private static List<Bytes> lossy(long seed) {
        Lane lane = new Lane(seed);
        List<Bytes> given = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            lane.take(packet(i), new Conditions(0, 1), i);
            given.addAll(all(lane, i));
        }
        assertThat(lane.count().packets()).isEqualTo(10_000);
        assertThat(lane.count().dropped()).isEqualTo(10_000 - given.size());
        return given;
    }

    @Test
    void aFullQueueDropsWhatComes() {
        Lane lane = new Lane(1);
        for (int i = 0; i < 9_000; i++) {
            lane.take(packet(i), new Conditions(1_000, 0), 0);
        }
        assertThat(lane.count().dropped()).isEqualTo(500);
        assertThat(all(lane, 1_000 * MS_NS)).hasSize(8_500);
    }
}
