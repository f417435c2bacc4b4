package io.freshet.tools.figures;

import java.util.List;
import java.util.Optional;

/// Everything that a command has found.
///
/// @param title    the command
/// @param sections shown side by side where they have the same keys
/// @param curves   plots
public record Report(String title, List<Section> sections, List<Curve> curves) {

    public Report {
        sections = List.copyOf(sections);
        curves = List.copyOf(curves);
    }

    /// The section of that name.
    public Optional<Section> section(String name) {
        return sections.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
