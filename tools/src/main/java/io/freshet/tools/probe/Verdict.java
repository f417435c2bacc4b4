package io.freshet.tools.probe;

import io.freshet.tools.figures.Section;
import java.util.List;

/// What a probe has found.
///
/// @param reached  whether there was anything to look at
/// @param sections what it is
/// @param findings what is wrong with it; without `reached`, why there was nothing
record Verdict(boolean reached, List<Section> sections, List<String> findings) {

    Verdict {
        sections = List.copyOf(sections);
        findings = List.copyOf(findings);
    }

    static Verdict unreachable(String why) {
        return new Verdict(false, List.of(), List.of(why));
    }
}
