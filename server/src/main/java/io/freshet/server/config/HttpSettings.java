package io.freshet.server.config;

import java.time.Duration;

/// HTTP and HTTPS for the audience.
///
/// @param listen                plain
/// @param tlsListen             over TLS, with HTTP/2
/// @param headerTimeout         to the end of a request
/// @param idleTimeout           without a request
/// @param connectionsMax        at a time, of each listener
/// @param connectionsPerAddress at a time, loopback not counted
/// @param bodyBytesMax          body of a request
/// @param http2StreamsMax       requests at a time on a connection
public record HttpSettings(Listen listen, Listen tlsListen, Duration headerTimeout,
        Duration idleTimeout, int connectionsMax, int connectionsPerAddress, long bodyBytesMax,
        int http2StreamsMax) {

    static HttpSettings of(Values values) {
        return new HttpSettings(values.of(ServerKeys.HTTP_LISTEN),
                values.of(ServerKeys.HTTPS_LISTEN), values.of(ServerKeys.HTTP_HEADER),
                values.of(ServerKeys.HTTP_IDLE), values.of(ServerKeys.HTTP_CONNECTIONS),
                values.of(ServerKeys.HTTP_PER_ADDRESS), values.of(ServerKeys.HTTP_BODY_BYTES),
                values.of(ServerKeys.HTTP2_STREAMS));
    }

    /// The same, where `other` listens.
    HttpSettings listening(HttpSettings other) {
        return new HttpSettings(other.listen, other.tlsListen, headerTimeout, idleTimeout,
                connectionsMax, connectionsPerAddress, bodyBytesMax, http2StreamsMax);
    }
}
