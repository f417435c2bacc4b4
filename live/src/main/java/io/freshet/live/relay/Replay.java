package io.freshet.live.relay;

import io.freshet.media.Signal;
import java.util.List;

/// What one who begins to follow a stream is given first; the next batch goes on right behind it.
///
/// @param signals the tracks, then what there was, in order
/// @param gap     true if something is missing before the first of them
/// @param token   of the leader who sent them
public record Replay(List<Signal> signals, boolean gap, long token) {

    public Replay {
        signals = List.copyOf(signals);
    }
}
