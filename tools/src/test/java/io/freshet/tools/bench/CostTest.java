package io.freshet.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.bench.Cost.Verdict;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class CostTest {

    private static final Sample ALONE = Sample.of(5, 6, 7);
    private static final Sample NOT_COUNTED = Sample.of(0, 0, 0);

    private static Properties stored(Cost cost) {
        Properties stored = new Properties();
        cost.store(stored);
        return stored;
    }

    private static Cost transfers(double... each) {
        return new Cost("case", Sample.of(each), NOT_COUNTED, ALONE);
    }

    @Test
    void theMedianDecidesAndNoOutlier() {
        Properties before = stored(transfers(0.4, 0.4, 0.4));
        assertThat(transfers(0.41, 0.42, 0.9).verdict(before)).isEqualTo(Verdict.AS_BEFORE);
        assertThat(transfers(0.3, 0.49, 0.5).verdict(before)).isEqualTo(Verdict.SLOWER);
        assertThat(transfers(0.2, 0.21, 0.9).verdict(before)).isEqualTo(Verdict.FASTER);
        assertThat(transfers(0.3, 0.49, 0.5).percent(before)).isBetween(22.0, 23.0);
    }

    @Test
    void instructionsDecideWhereTheyWereCountedBothTimes() {
        Cost now = new Cost("case", Sample.of(9), Sample.of(10_500), ALONE);
        Properties before = stored(new Cost("case", Sample.of(1), Sample.of(10_000),
                ALONE));
        assertThat(now.verdict(before)).isEqualTo(Verdict.AS_BEFORE);
        assertThat(new Cost("case", Sample.of(1), Sample.of(11_000), ALONE).verdict(before))
                .isEqualTo(Verdict.SLOWER);
        assertThat(now.verdict(stored(transfers(1)))).isEqualTo(Verdict.SLOWER);
        assertThat(transfers(1).verdict(before)).isEqualTo(Verdict.AS_BEFORE);
    }

    @Test
    void whatWasNeverStoredIsNoVerdict() {
        assertThat(transfers(9).verdict(new Properties())).isEqualTo(Verdict.NOTHING_STORED);
        assertThat(stored(transfers(0.5))).hasSize(1);
    }

    @Test
    void whoHadToWaitForItsCoreIsNotJudgedButByInstructions() {
        Sample disturbed = Sample.of(90, 100, 400);
        Properties before = stored(new Cost("case", Sample.of(1), Sample.of(10_000), ALONE));
        assertThat(new Cost("case", Sample.of(9), NOT_COUNTED, disturbed).verdict(before))
                .isEqualTo(Verdict.DISTURBED);
        assertThat(new Cost("case", Sample.of(9), Sample.of(10_000), disturbed).verdict(before))
                .isEqualTo(Verdict.AS_BEFORE);
    }
}
