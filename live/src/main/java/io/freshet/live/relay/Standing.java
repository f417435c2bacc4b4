package io.freshet.live.relay;

import io.freshet.media.Mark;
import java.util.Optional;

/// Who leads a stream and how far it has come, as of its last mark.
///
/// @param leads   this node does
/// @param token   the highest heard; 0 where there is no cluster
/// @param lastCut the last mark that began a segment
public record Standing(boolean leads, long token, Optional<Mark.Cut> lastCut) {

    /// Of a stream that has not begun.
    public static final Standing NEW = new Standing(true, 0, Optional.empty());
}
