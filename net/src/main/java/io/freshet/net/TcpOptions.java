package io.freshet.net;

import io.freshet.net.address.AddressRanges;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// How a server listens.
///
/// @param tls              asked for each connection, so that a certificate can be renewed
/// @param handshakeTimeout for TLS, and for the header of a load balancer
/// @param balancers        who must begin each connection with a PROXY header
public record TcpOptions(
        TcpLimits limits, SocketTuning tuning, Optional<Supplier<SslContext>> tls,
        Duration handshakeTimeout, AddressRanges balancers) {
    /// Plain TCP.
    public static final TcpOptions DEFAULT = new TcpOptions(
            TcpLimits.DEFAULT, SocketTuning.DEFAULT, Optional.empty(), Duration.ofSeconds(10),
            AddressRanges.NONE);

    /// The same with TLS.
    public TcpOptions withTls(Supplier<SslContext> context) {
        return new TcpOptions(limits, tuning, Optional.of(context), handshakeTimeout,
                balancers);
    }

    /// The same with other limits.
    public TcpOptions withLimits(TcpLimits other) {
        return new TcpOptions(other, tuning, tls, handshakeTimeout, balancers);
    }

    /// The same with other socket options.
    public TcpOptions withTuning(SocketTuning other) {
        return new TcpOptions(limits, other, tls, handshakeTimeout, balancers);
    }

    /// The same with load balancers that say whose each connection is.
    public TcpOptions withBalancers(AddressRanges others) {
        return new TcpOptions(limits, tuning, tls, handshakeTimeout, others);
    }
}
