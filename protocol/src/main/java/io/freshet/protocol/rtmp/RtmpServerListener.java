package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;

/// What a server session tells its owner, during [RtmpServerSession#receive] and in the order of
/// the wire. Each call may call the session back.
public interface RtmpServerListener {

    /// The client has said who it is; nothing to decide yet but what to announce to it.
    ///
    /// @return what this server can do for the app that the client named
    RtmpCapabilities onConnect(RtmpConnect connect);

    /// Answer with [RtmpServerSession#acceptPublish] or [RtmpServerSession#refusePublish].
    void onPublish(PublishRequest request);

    /// One message of the accepted publisher: an FLV tag's body.
    ///
    /// @param tagType     8, 9 or 18
    /// @param timestampMs 0 to 2^32-1 as the publisher counts it; wraps
    void onMedia(int tagType, long timestampMs, Bytes body);

    /// The accepted publisher has ended its stream; it may publish again on this connection.
    void onPublishEnd();

    /// Answer with [RtmpServerSession#acceptPlay] or [RtmpServerSession#refusePlay].
    void onPlay(PlayRequest request);

    /// The accepted player wants nothing for a while, or wants it again: from a key frame on.
    void onPause(boolean paused);

    /// The accepted player wants audio, video, both or none.
    void onReceive(boolean audio, boolean video);

    /// The accepted player has ended playing; it may play again on this connection.
    void onPlayEnd();
}
