package io.freshet.control.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentErrorsTest {

    private final RecentErrors errors = new RecentErrors();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long nowMs;

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowMs += 1_000;
            errors.tick(counts, nowMs);
        }
    }

    private void fail(String node, long more) {
        counts.merge(node, more, Long::sum);
        pass(1);
    }

    @Test
    void whatIsTooMuchTogetherIsSaidOnceAndWhereItWas() {
        fail("edge-1", 0);
        fail("edge-2", 0);
        fail("edge-3", 0);
        fail("edge-1", 25);
        fail("edge-2", 35);
        assertThat(errors.over(60)).as("no more than the threshold").isEmpty();
        fail("edge-1", 1);
        assertThat(errors.over(60)).containsExactly(new Breach("cluster",
                "61 publishers and viewers were refused or failed in the last minute: "
                        + "edge-2 35, edge-1 26"));
    }

    @Test
    void onlyTheWorstNodesAreNamed() {
        for (int i = 1; i <= 5; i++) {
            fail("edge-" + i, 0);
        }
        for (int i = 1; i <= 5; i++) {
            fail("edge-" + i, 10L * i);
        }
        assertThat(errors.over(60)).extracting(Breach::text).singleElement().asString()
                .endsWith(": edge-5 50, edge-4 40, edge-3 30, and 2 more nodes");
    }

    @Test
    void aMinuteLaterItIsOver() {
        fail("this node", 0);
        fail("this node", 100);
        assertThat(errors.over(60)).containsExactly(new Breach("node",
                "100 publishers and viewers were refused or failed in the last minute"));
        pass(58);
        assertThat(errors.over(60)).hasSize(1);
        pass(2);
        assertThat(errors.over(60)).isEmpty();
    }

    @Test
    void whatANodeHadBeforeItWasHeardOfIsNotOfThisMinute() {
        fail("edge-1", 0);
        fail("edge-2", 5_000);
        assertThat(errors.over(0)).isEmpty();
    }

    @Test
    void aNodeThatStartsAnewHasItsErrorsSinceThen() {
        fail("edge-1", 5_000);
        counts.put("edge-1", 7L);
        pass(1);
        assertThat(errors.over(6)).hasSize(1);
        assertThat(errors.over(7)).isEmpty();
    }

    @Test
    void ofANodeThatIsGoneNothingIsCounted() {
        fail("edge-1", 0);
        fail("edge-2", 0);
        fail("edge-2", 100);
        counts.remove("edge-2");
        pass(1);
        assertThat(errors.over(0)).isEmpty();
    }
}
