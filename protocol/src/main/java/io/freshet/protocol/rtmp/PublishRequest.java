package io.freshet.protocol.rtmp;

import io.freshet.media.StreamKey;

/// A client wants to publish; the owner answers through the session, now or later.
///
/// @param key        which stream
/// @param parameters what came with the name: may be secret
/// @param type       `live`, `record` or `append`, as sent; all are live to us
/// @param connect    what the client said of itself
public record PublishRequest(StreamKey key, StreamParameters parameters, String type,
        RtmpConnect connect) {

    /// The stream and who asks.
    @Override
    public String toString() {
        return "publish " + key + " " + connect;
    }
}
