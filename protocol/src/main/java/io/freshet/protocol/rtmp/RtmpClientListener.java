package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;
import java.util.Optional;

/// What a client session tells its owner, during [RtmpClientSession#receive] and in order.
public interface RtmpClientListener {

    /// The server has accepted: media may be sent, or will come.
    ///
    /// @param server what the server can do beyond the old protocol
    void onStarted(RtmpCapabilities server);

    /// One message of the stream that we play: an FLV tag's body.
    ///
    /// @param tagType     8, 9 or 18
    /// @param timestampMs 0 to 2^32-1; wraps
    void onMedia(int tagType, long timestampMs, Bytes body);

    /// The server has refused, or ended what it had accepted.
    void onEnded(RtmpStatus status);

    /// The server asks us to come again, at a key frame of our choice.
    ///
    /// @param tcUrl where; the same address if empty
    void onReconnectRequest(Optional<String> tcUrl);
}
