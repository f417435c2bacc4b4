package io.freshet.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.figures.TableText;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static Trial.Result cost(double us) {
        return new Trial.Result(us, us, 0, 0, 1, 10, 5, 100, 0.5, Trial.Use.NONE);
    }

    @Test
    void ratiosAreMadeWithinARoundAndToldWithTheirSpread() {
        Comparison comparison = new Comparison();
        for (double us : new double[] {4, 8, 6}) {
            comparison.add("peer", cost(us));
            comparison.add("ours", cost(us / 2));
        }
        List<Section> sections = comparison.sections();
        assertThat(sections).extracting(Section::name).containsExactly("peer", "ours");
        assertThat(sections.getLast().figures())
                .contains(Figure.of("cpu_us_per_message", "3 (2 to 4)"),
                        Figure.of("cpu_ratio", "0.500 (0.500 to 0.500)"));
        assertThat(comparison.cheapest()).isEqualTo("ours");
        assertThat(TableText.of(new Report("", sections, List.of()))).contains("peer", "ours");
    }

    @Test
    void whatWasNotMeasuredHasNoRatio() {
        Comparison comparison = new Comparison();
        comparison.add("peer", cost(0));
        comparison.add("ours", cost(1));
        assertThat(comparison.sections().getLast().figures()).extracting(Figure::key)
                .doesNotContain("cpu_ratio");
        assertThat(comparison.cheapest()).isEqualTo("ours");
        assertThat(new Comparison().cheapest()).isEmpty();
    }
}
