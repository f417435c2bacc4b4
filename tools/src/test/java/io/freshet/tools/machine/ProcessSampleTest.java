package io.freshet.tools.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessSampleTest {

    @Test
    void aNameWithSpacesAndBracketsMovesNoField() {
        assertThat(ProcessSample.cpuNs("7 (a b) c) S 1 7 7 0 -1 4 1 0 0 0 25 10 0 0 20 0 1 0"))
                .isEqualTo(350_000_000);
        assertThat(ProcessSample.cpuNs("")).isZero();
    }

    @Test
    void residentMemoryIsInItsLine() {
        assertThat(ProcessSample.residentKib("Name:\tx\nVmRSS:\t  1234 kB\n")).isEqualTo(1234);
    }

    @Test
    void aProcessThatIsNotThereHasUsedNothing() {
        assertThat(ProcessSample.of(List.of(999_999_999L)))
                .isEqualTo(new ProcessSample(0, 0, 0, Map.of()));
    }

    @Test
    void metricsAreAddedUpWhateverTheirLabels() {
        assertThat(MetricsText.sums("""
                # TYPE a counter
                a{x="1} 2"} 3
                a{x="b"} 4.5
                b 1e3 1700000000
                h_bucket{le="1"} 9
                n NaN
                """)).isEqualTo(Map.of("a", 7.5, "b", 1000.0));
    }

    @Test
    void compilersAreBusyAtRandomAndLeftOut() {
        assertThat(new ProcessSample(100, 0, 0, Map.of("loop-1-1", 60L, "C2 CompilerThre", 30L,
                "C1 CompilerThre", 9L, "GC Thread#0", 5L)).steadyCpuNs()).isEqualTo(65);
    }

    @Test
    void instructionsAreWhatPerfCountedIfItDid() {
        assertThat(Instructions.count("""
                # started on Sat Nov 21 11:00:00 2026

                123456789,,instructions,6000123456,100.00,,
                """)).isEqualTo(123_456_789);
        assertThat(Instructions.count("<not supported>,,instructions,0,100.00,,\n")).isZero();
        assertThat(Instructions.count("")).isZero();
    }
}
