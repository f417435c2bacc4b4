package io.freshet.tools.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HtmlPageTest {

    private static final Report REPORT = new Report("bench <play>",
            List.of(new Section("rtmp", List.of(Figure.of("error_a", "<&\">")))),
            List.of(new Curve("latency", Curve.XAxis.NINES, "ms", List.of(new Curve.Line("p",
                    List.of(new Curve.Point(0, 0), new Curve.Point(2, 4)))))));

    private final String page = HtmlPage.of(REPORT, "today");

    @Test
    void asksForNothingElse() {
        assertThat(page).doesNotContain("http:", "https:", "src=", "url(", "@import", "<script");
    }

    @Test
    void wordsCannotBecomeMarkup() {
        assertThat(page).contains("bench &lt;play&gt;", "&lt;&amp;&quot;&gt;")
                .doesNotContain("<play>");
    }

    @Test
    void plotsAreDrawnToScale() {
        assertThat(page).contains("points=\"60.0,238.0 880.0,70.0\"", ">99 %<", ">5<");
    }
}
