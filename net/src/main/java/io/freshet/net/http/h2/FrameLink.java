package io.freshet.net.http.h2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

/// One HTTP/2 connection of a server.
///
/// Netty's codec reads frames and header blocks, keeps the windows and what state each stream is
/// in; frames of answers are written here, by [FrameStream].
///
/// Bounds: streams at a time, header list, resets, empty frames, queued control frames; a peer
/// that passes one loses the connection.
///
/// Threading: confined to the connection's loop.
public final class FrameLink {
    private final FrameCodec codec;

    private FrameLink(FrameCodec codec) {
        this.codec = codec;
    }

    /// Speaks HTTP/2 on a channel from now on, in front of its last handler.
    ///
    /// @param streamsMax     requests at a time
    /// @param headBytesMax   of the header list of a request
    public static FrameLink open(
            Channel channel, int streamsMax, int headBytesMax, LinkUser user) {
        FrameCodec codec = FrameCodec.of(streamsMax, headBytesMax, user);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(pipeline.lastContext().name(), "http2", codec);
        return new FrameLink(codec);
    }

    /// Tells the peer to ask for nothing more here; what it has begun goes on.
    public void goAway() {
        codec.goAway();
    }

    /// Streams that the peer has begun and that have not ended.
    public int streams() {
        return codec.connection().numActiveStreams();
    }
}
