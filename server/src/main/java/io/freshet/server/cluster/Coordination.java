package io.freshet.server.cluster;

import io.freshet.cluster.nats.NatsEngine;
import io.freshet.cluster.nats.NatsOptions;
import io.freshet.cluster.nats.NatsOptions.Identity;
import io.freshet.cluster.nats.NatsTrust;
import io.freshet.net.tls.ClientCertificate;
import io.freshet.server.config.ClusterSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// The coordination engine, as the settings say how it is reached.
///
/// Threading: stateless.
final class Coordination {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int SERVERS_FOR_COPIES = 3;

    private Coordination() {
    }

    /// Begins to connect; the engine may come later.
    ///
    /// @param node as which it is known in NATS's own lists
    /// @throws IOException if a file that the settings name cannot be used
    static NatsEngine open(ClusterSettings settings, String node) throws IOException {
        ClusterSettings.Nats nats = settings.nats();
        int replicas = nats.replicas() > 0 ? nats.replicas()
                : nats.servers().size() >= SERVERS_FOR_COPIES ? SERVERS_FOR_COPIES : 1;
        try {
            return NatsEngine.open(new NatsOptions(nats.servers(), node, identity(nats),
                    tls(nats), settings.name(), replicas, TIMEOUT));
        } catch (IllegalArgumentException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
    }

    private static Optional<SSLContext> tls(ClusterSettings.Nats nats) throws IOException {
        if (!nats.isSecure()) {
            return Optional.empty();
        }
        ClusterSettings.NatsTls tls = nats.tls();
        return Optional.of(NatsTrust.context(Optional.of(tls.authorities())
                .filter(file -> !file.isEmpty()).map(Path::of), own(tls)));
    }

    private static Optional<KeyManager> own(ClusterSettings.NatsTls tls) throws IOException {
        return tls.certificate().isEmpty() ? Optional.empty() : Optional.of(
                new ClientCertificate(Path.of(tls.certificate()), Path.of(tls.key())));
    }

    private static Identity identity(ClusterSettings.Nats nats) {
        if (!nats.credentials().isEmpty()) {
            return new Identity.Credentials(Path.of(nats.credentials()));
        }
        if (!nats.user().isEmpty()) {
            return new Identity.User(nats.user(), nats.password());
        }
        return nats.password().isEmpty() ? new Identity.Anybody()
                : new Identity.SharedToken(nats.password());
    }
}
