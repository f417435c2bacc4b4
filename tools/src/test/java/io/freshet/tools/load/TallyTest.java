package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.figures.Section;
import org.junit.jupiter.api.Test;

final class TallyTest {

    private final Tally tally = new Tally();

    private Section told() {
        return new Section("", tally.figures(2));
    }

    @Test
    void onlyTheMeasuredTimeCounts() {
        tally.delivered(5, 50, new Ledger.Sum(5, 50));
        tally.read(500);
        tally.begin();
        tally.delivered(10, 100, new Ledger.Sum(20, 200));
        tally.read(1_000_000);
        tally.finish();
        tally.delivered(7, 70, new Ledger.Sum(7, 70));
        tally.error("stopped late");
        assertThat(told().amount("delivered_messages", -1)).isEqualTo(10);
        assertThat(told().amount("delivered_percent", -1)).isEqualTo(50);
        assertThat(told().amount("messages_per_second", -1)).isEqualTo(5);
        assertThat(told().amount("megabit_per_second", -1)).isEqualTo(4);
        assertThat(told().amount("errors", -1)).isZero();
    }

    @Test
    void errorsAndJoinsCountFromTheStart() {
        tally.opening();
        tally.joined(3_000_000);
        tally.error("HTTP 503");
        tally.error("HTTP 503");
        tally.begin();
        tally.finish();
        assertThat(told().amount("error_HTTP_503", -1)).isEqualTo(2);
        assertThat(told().amount("join_p50_ms", -1)).isBetween(2.9, 3.1);
        assertThat(told().amount("playing_at_the_end", -1)).isEqualTo(1);
    }

    @Test
    void talliesOfSeveralLoopsAddUp() {
        Tally other = new Tally();
        other.opening();
        other.joined(1_000);
        other.begin();
        other.delivered(1, 10, new Ledger.Sum(2, 20));
        other.finish();
        tally.add(other);
        tally.add(other);
        assertThat(told().amount("expected_bytes", -1)).isEqualTo(40);
        assertThat(told().amount("playing_at_the_end", -1)).isEqualTo(2);
    }
}
