package io.freshet.tools.wire;

import io.freshet.media.Bytes;

/// Where a scanner's messages go.
public interface MessageListener {

    /// Audio, video or script, whole; the view is valid during the call.
    void onMedia(MessageView message);

    /// Any other message of RTMP, with its body, which may be kept.
    ///
    /// @throws PeerFault if the server refuses by it
    void onOther(int type, Bytes body) throws PeerFault;
}
