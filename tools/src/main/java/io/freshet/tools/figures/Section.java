package io.freshet.tools.figures;

import java.util.List;
import java.util.Optional;

/// What was found about one thing: a group of viewers, a server, a run.
///
/// @param name    which; unique in its report
/// @param figures in the order in which they are told, keys unique
public record Section(String name, List<Figure> figures) {

    public Section {
        figures = List.copyOf(figures);
    }

    /// The amount of that key, or `otherwise`.
    public double amount(String key, double otherwise) {
        return value(key).map(value -> value instanceof Figure.Amount(double amount)
                ? amount : otherwise).orElse(otherwise);
    }

    Optional<Figure.Value> value(String key) {
        return figures.stream().filter(each -> each.key().equals(key)).map(Figure::value)
                .findFirst();
    }
}
