package io.freshet.server.config;

import java.time.Duration;

/// RTMP and RTMPS.
///
/// @param listen               plain
/// @param tlsListen            over TLS
/// @param messageBytesMax      longest message
/// @param chunkBytesMax        largest chunk size that a peer may announce
/// @param sessionsMax          at a time
/// @param sessionsPerAddress   at a time, loopback not counted
/// @param handshakeTimeout     from accept to the end of the handshake and of connect
/// @param publisherIdleTimeout without a byte
public record RtmpSettings(Listen listen, Listen tlsListen, long messageBytesMax,
        long chunkBytesMax, int sessionsMax, int sessionsPerAddress, Duration handshakeTimeout,
        Duration publisherIdleTimeout) {

    static RtmpSettings of(Values values) {
        return new RtmpSettings(values.of(ServerKeys.RTMP_LISTEN),
                values.of(ServerKeys.RTMPS_LISTEN), values.of(ServerKeys.RTMP_MESSAGE),
                values.of(ServerKeys.RTMP_CHUNK), values.of(ServerKeys.RTMP_SESSIONS),
                values.of(ServerKeys.RTMP_PER_ADDRESS), values.of(ServerKeys.RTMP_HANDSHAKE),
                values.of(ServerKeys.RTMP_IDLE));
    }

    /// The same, where `other` listens.
    RtmpSettings listening(RtmpSettings other) {
        return new RtmpSettings(other.listen, other.tlsListen, messageBytesMax, chunkBytesMax,
                sessionsMax, sessionsPerAddress, handshakeTimeout, publisherIdleTimeout);
    }
}
