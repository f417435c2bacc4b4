package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;

/// Where a session's own bytes go, in order, to the peer.
///
/// The session does not look at what the peer has read: the owner bounds what is unsent and closes.
public interface RtmpOutput {

    /// Sends `bytes`, which may be kept.
    void write(Bytes bytes);
}
