package io.freshet.net.http;

import io.freshet.net.NetLoop;
import java.net.InetSocketAddress;

/// How a request arrived. Forwarding headers are never believed here.
///
/// @param remote  the other end of the connection
/// @param secure  by TLS: scheme `https` or `wss`
/// @param loop    that owns the connection, and where the answer must be given
public record HttpOrigin(
        InetSocketAddress remote, InetSocketAddress local, boolean secure, Version version,
        NetLoop loop) {
    /// The protocols that are spoken.
    public enum Version { HTTP_1_0, HTTP_1_1, HTTP_2 }
}
