package io.freshet.tools.wire;

/// A whole message that has just come, as far as it was looked at; valid during the call.
public sealed interface MessageView extends BodyHead permits FlvScanner, ChunkScanner {

    /// FLV tag type or RTMP message type: 8, 9 or 18.
    int type();

    /// 0 to 2^32 - 1; wraps.
    long timestampMs();

    /// Length of the body.
    int bodyBytes();
}
