package io.freshet.server.config;

import java.time.Duration;

/// HTTP and HTTPS for the audience.
///
/// @param listen                plain
/// @param tlsListen             over TLS, with HTTP/2
/// @param headerTimeout         to the end of a request's header
/// @param bodyTimeout           to the end of its body
/// @param idleTimeout           without a request
/// @param connectionsMax        at a time, both listeners together
/// @param connectionsPerAddress at a time, loopback not counted
/// @param headerBytesMax        request line and header
/// @param bodyBytesMax          body of a request
/// @param http2StreamsMax       requests at a time on a connection
/// @param http2ResetsMax        streams that a peer may reset in 30 s
public record HttpSettings(Listen listen, Listen tlsListen, Duration headerTimeout,
        Duration bodyTimeout, Duration idleTimeout, int connectionsMax, int connectionsPerAddress,
        long headerBytesMax, long bodyBytesMax, int http2StreamsMax, int http2ResetsMax) {

    static HttpSettings of(Values values) {
        return new HttpSettings(values.of(ServerKeys.HTTP_LISTEN),
                values.of(ServerKeys.HTTPS_LISTEN), values.of(ServerKeys.HTTP_HEADER),
                values.of(ServerKeys.HTTP_BODY), values.of(ServerKeys.HTTP_IDLE),
                values.of(ServerKeys.HTTP_CONNECTIONS), values.of(ServerKeys.HTTP_PER_ADDRESS),
                values.of(ServerKeys.HTTP_HEADER_BYTES), values.of(ServerKeys.HTTP_BODY_BYTES),
                values.of(ServerKeys.HTTP2_STREAMS), values.of(ServerKeys.HTTP2_RESETS));
    }
}
