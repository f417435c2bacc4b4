package io.freshet.live.relay;

import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Map;

/// Where streams can be fetched, answered from what this node knows at the moment.
///
/// Threading: shared; quick, and never blocks the caller.
public interface RelaySources {

    /// The sources of a stream, the best first; none if nobody has it.
    ///
    /// Asked anew whenever a source has failed, so that the order may follow the directory.
    List<RelaySource> of(StreamKey key);

    /// What is asked of `source` beside the stream's name: parameters of the request.
    default Map<String, String> query(StreamKey key, RelaySource source) {
        return Map.of();
    }

    /// Whether another node has, or is about to have, what comes of a stream after its leader has
    /// no more of it.
    default boolean goesOn(StreamKey key) {
        return false;
    }
}
