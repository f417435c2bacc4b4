package io.freshet.tools.load;

import io.freshet.tools.figures.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What went wrong, by kind.
///
/// Threading: confined to its loop, to the caller when it is over.
final class Errors {

    /// Kinds told apart; more would be one kind with changing words.
    private static final int KINDS_MAX = 50;

    private final Map<String, Long> byKind = new TreeMap<>();
    private long count;

    void note(String kind) {
        count++;
        if (byKind.size() < KINDS_MAX || byKind.containsKey(kind)) {
            byKind.merge(kind, 1L, Long::sum);
        }
    }

    /// Takes in what another one has noted.
    void add(Errors other) {
        count += other.count;
        other.byKind.forEach((kind, times) -> byKind.merge(kind, times, Long::sum));
    }

    /// Of all kinds.
    long count() {
        return count;
    }

    /// All, then each kind.
    List<Figure> figures() {
        List<Figure> all = new ArrayList<>();
        all.add(Figure.of("errors", count));
        byKind.forEach((kind, times) -> all.add(
                Figure.of("error_" + kind.replaceAll("\\W+", "_"), times)));
        return all;
    }
}
