package io.freshet.control.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// What players tell is read, bounded and added up.
class TellingTest {

    private static final long MINUTE_NS = 60_000_000_000L;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Beacon beacon(String more) {
        return Beacon.parse(bytes("{\"app\":\"live\",\"name\":\"a\"" + more + "}")).orElseThrow();
    }

    @Test
    void aBeaconIsRead() {
        Beacon read = beacon(",\"kind\":\"start\",\"startupMs\":420.7,\"playedMs\":5000,"
                + "\"stalls\":1,\"stalledMs\":300,\"decoded\":150,\"dropped\":3,"
                + "\"latencyMs\":1800,\"error\":\"decode\",\"more\":{\"a\":[1,2]},\"x\":null");
        assertThat(read).isEqualTo(new Beacon(read.stream(), true, 420, 5000, 1, 300, 0, 150, 3,
                1800, "decode"));
        assertThat(read.stream()).hasToString("live/a");
    }

    @Test
    void whatPlayersCannotMeanIsBounded() {
        Beacon read = beacon(",\"playedMs\":1e30,\"stalls\":-5,\"decoded\":\"NaN\","
                + "\"latencyMs\":null,\"error\":\"<script>\"");
        assertThat(read.playedMs()).isEqualTo(120_000);
        assertThat(read.stalls()).isZero();
        assertThat(read.decoded()).isZero();
        assertThat(read.latencyMs()).isEqualTo(-1);
        assertThat(read.error()).isEqualTo("other");
    }

    @Test
    void whatIsNoBeaconIsNone() {
        for (String bad : List.of("", "x", "[]", "{", "{}", "{\"app\":\"live\"}", "null", "\"\"",
                "{\"app\":\"api\",\"name\":\"a\"}", "{\"app\":\"li/ve\",\"name\":\"a\"}",
                "{\"app\":\"live\",\"name\":\"a\",\"stalls\":\"many\"}",
                "{\"app\":\"live\",\"name\":\"a\",\"stalls\":1")) {
            assertThat(Beacon.parse(bytes(bad))).as(bad).isEmpty();
        }
    }

    @Test
    void quantilesAreAtMostAFifthTooHigh() {
        Spread spread = new Spread();
        for (int ms = 1; ms <= 10_000; ms++) {
            spread.add(ms);
        }
        for (double share : List.of(0.1, 0.5, 0.9, 0.99)) {
            assertThat(spread.quantileMs(share)).isBetween(share * 9_999, share * 11_900);
        }
        assertThat(spread.quantileMs(1)).isEqualTo(10_000);
        assertThat(spread.count()).isEqualTo(10_000);
    }

    @Test
    void whatIsOldLeavesTheLastMinutes() {
        StreamQuality quality = new StreamQuality(0);
        quality.tell(beacon(",\"kind\":\"start\",\"startupMs\":400,\"playedMs\":60000,"
                + "\"stalls\":2,\"error\":\"full\""), 0);
        quality.tell(beacon(",\"kind\":\"beat\",\"playedMs\":60000,\"latencyMs\":1500"),
                4 * MINUTE_NS);
        quality.starved(4 * MINUTE_NS);
        assertThat(quality.lately(4 * MINUTE_NS).sessions()).isEqualTo(1);
        assertThat(quality.lately(4 * MINUTE_NS).stalls()).isEqualTo(3);
        Telling later = quality.lately(5 * MINUTE_NS);
        assertThat(later.sessions()).isZero();
        assertThat(later.stalls()).isEqualTo(1);
        assertThat(later.latency.quantileMs(0.5)).isCloseTo(1500, Percentage.withPercentage(19));
        assertThat(quality.lately(60 * MINUTE_NS).playedMs()).isZero();
        assertThat(quality.<Long>sinceBegin(Telling::playedMs)).isEqualTo(120_000);
        assertThat(quality.sinceBegin(Telling::errors)).isEqualTo(Map.of("full", 1L));
        assertThat(quality.<Double>sinceBegin(t -> t.perHour(t.stalls()))).isEqualTo(90);
    }

    @Test
    void aFindingCountsWhenItHoldsAndIsOverWhenItStaysAway() {
        FindingBook book = new FindingBook();
        Finding gop = new Finding("gop-long", Severity.WARNING, Map.of(), "t", "a");
        assertThat(book.see(List.of(gop), 0).found()).isEmpty();
        assertThat(book.see(List.of(), 1_000).found()).isEmpty();
        assertThat(book.see(List.of(gop), 3_000).found()).containsExactly(gop);
        assertThat(book.open()).containsExactly(new FindingBook.Open(gop, 0));
        assertThat(book.see(List.of(gop), 5_000).found()).isEmpty();
        assertThat(book.see(List.of(), 14_000).cleared()).isEmpty();
        assertThat(book.see(List.of(), 15_000).cleared()).containsExactly(gop);
        assertThat(book.open()).isEmpty();
    }
}
