package io.freshet.tools.wire;

/// What a connection that plays a stream tells its owner, on its loop.
public interface PlayListener {

    /// A whole message has come; the view is valid during the call.
    void onMessage(MessageView message, long nowNs);

    /// A read took `count` bytes, media or not; called before the messages in it.
    void onRead(int count, long nowNs);

    /// It is over; the last call.
    ///
    /// @param reason a few words that are counted
    void onClosed(String reason, long nowNs);
}
