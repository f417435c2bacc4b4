package io.freshet.protocol.rtmp;

import io.freshet.media.StreamKey;

/// A client wants to play; the owner answers through the session, now or later.
///
/// @param key        which stream
/// @param parameters what came with the name: may be secret
/// @param startMs    -2000 for live or else recorded, -1000 for live alone, else a position, ms
/// @param durationMs how much it wants to see, ms; 0 if all. The specification says seconds of this
///                   and of the start, but Flash sends -2000 for its -2, and `rtmpdump --stop 3`
///                   sends 3000
/// @param bufferMs   how much the client said it buffers, ms; 0 if it did not say
/// @param connect    what the client said of itself
public record PlayRequest(StreamKey key, StreamParameters parameters, long startMs,
        long durationMs, long bufferMs, RtmpConnect connect) {

    /// The stream and who asks.
    @Override
    public String toString() {
        return "play " + key + " " + connect;
    }
}
