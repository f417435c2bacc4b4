package io.freshet.tools.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ReportTest {

    private static final Report REPORT = new Report("bench \"play\"", List.of(
            new Section("rtmp", List.of(Figure.of("messages", 1200), Figure.of("join_ms", 1.256),
                    Figure.of("state", "well"))),
            new Section("http-flv", List.of(Figure.of("messages", 1199),
                    Figure.of("join_ms", 12.34))),
            new Section("server", List.of(Figure.of("cpu_percent", 0.1234)))),
            List.of(new Curve("latency", Curve.XAxis.SECONDS, "ms", List.of(
                    new Curve.Line("p99 <all>", List.of(new Curve.Point(1, 2.5),
                            new Curve.Point(2, 3)))))));

    @Test
    void alikeSectionsAreColumnsOfOneTable() {
        assertThat(TableText.of(REPORT)).isEqualTo("""
                          rtmp  http-flv
                messages  1200      1199
                join ms   1.26      12.3
                state     well         -

                             server
                cpu percent   0.123

                """);
    }

    @Test
    void jsonHasSectionsByNameAndCurves() {
        assertThat(JsonText.of(REPORT)).isEqualTo("""
                {"title":"bench \\"play\\"","sections":{"rtmp":{"messages":1200,"join_ms":1.256,\
                "state":"well"},"http-flv":{"messages":1199,"join_ms":12.34},\
                "server":{"cpu_percent":0.1234}},"curves":[{"title":"latency","x":"s","y":"ms",\
                "lines":{"p99 <all>":[[1.0,2.5],[2.0,3.0]]}}]}
                """);
    }

    @Test
    void spreadsTellTheirPercentiles() {
        Spread spread = new Spread();
        for (int ms = 1; ms <= 1000; ms++) {
            spread.addUs(ms * 1_000L);
        }
        spread.addUs(-5);
        Section told = new Section("", spread.figures("join"));
        assertThat(told.amount("join_p50_ms", 0)).isCloseTo(500, within());
        assertThat(told.amount("join_p99_ms", 0)).isCloseTo(990, within());
        assertThat(told.amount("join_max_ms", 0)).isCloseTo(1000, within());
        assertThat(new Spread().figures("join")).isEmpty();
    }

    private static Offset<Double> within() {
        return Offset.offset(1.5);
    }
}
