package io.freshet.cluster.lead;

import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who may lead a stream when its leader should not any more.
///
/// Threading: as the judgement that it asks.
record Heirs(Judgement judgement) {

    /// Those who stand by and may stay, the best first.
    Stream<String> of(StreamEntry entry) {
        return entry.standbys().stream().filter(node ->
                judgement.state(node).takesNew() && !judgement.isGone(node));
    }

    /// Whether another node than that one may lead; none may if the entry is not known.
    boolean hasOther(String node, @Nullable Held<StreamEntry> seen) {
        return seen != null && of(seen.value()).anyMatch(each -> !each.equals(node));
    }

    /// The leader should go, it still delivers, and that node is the first of those who may stay.
    boolean isFirst(String node, StreamEntry entry) {
        return shouldGo(entry) && of(entry).findFirst().filter(node::equals).isPresent();
    }

    /// The leader should go, and its publisher, who was asked to, is here.
    boolean isLeftAlone(StreamEntry entry) {
        return shouldGo(entry) && of(entry).findAny().isEmpty();
    }

    private boolean shouldGo(StreamEntry entry) {
        return !judgement.state(entry.leader()).takesNew();
    }
}
