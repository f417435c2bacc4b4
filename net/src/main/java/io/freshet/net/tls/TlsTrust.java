package io.freshet.net.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// Whom we believe when we connect to others.
///
/// Threading: immutable.
public sealed interface TlsTrust {

    /// Those whom this machine trusts, for the host that was asked for.
    record Machine() implements TlsTrust {
    }

    /// Those whose certificates, or whose authorities', are in a file; whatever their host is
    /// called: nodes with self-made certificates know each other so.
    ///
    /// @param file PEM, one certificate or several
    record Certificates(Path file) implements TlsTrust {
    }

    /// Anybody: it only keeps those out who listen without being able to change anything.
    record Anybody() implements TlsTrust {
    }

    /// What connections are made with, made once.
    ///
    /// @throws IOException naming the file that cannot be used
    default Supplier<SslContext> context() throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2");
        try {
            SslContext made = switch (this) {
                case Machine _ -> builder.endpointIdentificationAlgorithm("HTTPS").build();
                case Certificates(Path file) -> builder.trustManager(file.toFile())
                        .endpointIdentificationAlgorithm("").build();
                case Anybody _ -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm("").build();
            };
            return () -> made;
        } catch (SSLException | IllegalArgumentException broken) {
            throw new IOException(this + ": TLS cannot use it: " + broken.getMessage(), broken);
        }
    }
}
