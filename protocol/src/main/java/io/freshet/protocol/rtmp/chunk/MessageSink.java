package io.freshet.protocol.rtmp.chunk;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;

/// Takes complete messages in the order in which they ended.
public interface MessageSink {

    /// One message.
    ///
    /// @param type            message type id, 0 to 255
    /// @param messageStreamId 0 for the connection itself
    /// @param timestampMs     0 to 2^32-1, deltas already added; wraps
    /// @param body            may be kept
    /// @return false to stop reading: the rest of the bytes is left alone
    /// @throws ProtocolViolation if the message breaks a rule of the layers above
    boolean message(int type, int messageStreamId, long timestampMs, Bytes body)
            throws ProtocolViolation;
}
