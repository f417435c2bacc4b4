package io.freshet.cluster.lead;

import io.freshet.coordination.StreamEntry;

/// A publisher's wish.
///
/// @param session names its publish session, unique in the cluster
/// @param sinceMs when it began, Unix time, ms
public record Publication(String session, long sinceMs) {

    /// Whether it began before that one's; the same on every node that compares the two.
    boolean isLongerThan(StreamEntry other) {
        return sinceMs < other.sinceMs()
                || sinceMs == other.sinceMs() && session.compareTo(other.session()) < 0;
    }
}
