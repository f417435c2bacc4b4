package io.freshet.protocol.rtmp;

import io.freshet.protocol.rtmp.handshake.ClientHandshake;

/// Where a client session is in its conversation; [RtmpClientSession] has the transitions.
sealed interface ClientState {

    /// The handshake is not over.
    record Shaking(ClientHandshake handshake) implements ClientState {
    }

    /// `connect` is sent.
    record Connecting() implements ClientState {
    }

    /// `createStream` is sent.
    record Creating(RtmpCapabilities server) implements ClientState {
    }

    /// `publish` or `play` is sent.
    record Asking(RtmpCapabilities server, int messageStreamId) implements ClientState {
    }

    /// Media flows.
    record Running(int messageStreamId) implements ClientState {
    }

    /// Nothing is read or said any more.
    record Closed() implements ClientState {
    }
}
