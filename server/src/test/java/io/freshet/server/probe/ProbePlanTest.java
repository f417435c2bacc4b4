package io.freshet.server.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbePlanTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int TURN_S = 4;

    private final ProbePlan plan = new ProbePlan();

    private static List<StreamKey> streams(int count) {
        return IntStream.range(0, count).mapToObj(ProbePlanTest::stream).toList();
    }

    private static StreamKey stream(int number) {
        try {
            return StreamKey.of("live", "s" + number);
        } catch (BadNameException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Turns of each stream, at which second they began.
    private Map<StreamKey, List<Integer>> minutes(int minutes, List<StreamKey> wanted) {
        Map<StreamKey, List<Integer>> begun = new HashMap<>();
        Map<StreamKey, Integer> ends = new HashMap<>();
        for (int second = 0; second < minutes * 60; second++) {
            int now = second;
            ends.entrySet().removeIf(each -> {
                if (each.getValue() <= now) {
                    plan.over(each.getKey());
                }
                return each.getValue() <= now;
            });
            for (StreamKey key : plan.next(wanted, second * SECOND_NS)) {
                begun.computeIfAbsent(key, _ -> new ArrayList<>()).add(second);
                ends.put(key, second + TURN_S);
            }
            assertThat(ends).hasSizeLessThanOrEqualTo(ProbePlan.AT_A_TIME);
        }
        return begun;
    }

    @Test
    void oneStreamIsWatchedTwiceAMinute() {
        assertThat(minutes(2, streams(1)).get(stream(0))).containsExactly(0, 30, 60, 90);
    }

    @Test
    void sixtyStreamsHaveTheirTurnsOnceAMinute() {
        Map<StreamKey, List<Integer>> begun = minutes(3, streams(60));
        assertThat(begun).hasSize(60);
        assertThat(begun.values()).allMatch(seconds -> seconds.size() == 3);
    }

    @Test
    void aThousandTakeTurnsAndNobodyIsForgotten() {
        Map<StreamKey, List<Integer>> begun = minutes(18, streams(1_000));
        assertThat(begun).hasSize(1_000);
        assertThat(begun.values()).allMatch(seconds -> seconds.size() <= 2);
    }

    @Test
    void whoIsWantedAgainComesNoSoonerForThat() {
        assertThat(plan.next(streams(1), 0)).hasSize(1);
        plan.over(stream(0));
        assertThat(plan.next(List.of(stream(1)), 5 * SECOND_NS)).containsExactly(stream(1));
        assertThat(plan.next(streams(1), 10 * SECOND_NS)).isEmpty();
        assertThat(plan.next(streams(1), 31 * SECOND_NS)).containsExactly(stream(0));
    }
}
