package io.freshet.cluster.nats;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How to reach NATS.
///
/// @param servers  URLs of all its servers, `nats://HOST:4222` or `tls://HOST:4222`
/// @param name     how this connection is called in NATS's own lists: the node id
/// @param identity who we are to it
/// @param tls      whom we trust, for `tls://`: [NatsTrust]
/// @param prefix   what buckets and subjects begin with, so that two clusters may share one NATS
/// @param replicas copies of everything: 1 with one server, else 3
/// @param timeout  after which a request is given up
public record NatsOptions(List<String> servers, String name, Identity identity,
        Optional<SSLContext> tls, String prefix, int replicas, Duration timeout) {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /// Who we are to NATS.
    public sealed interface Identity {

        /// It lets everybody in.
        record Anybody() implements Identity {
        }

        /// A user with a password.
        record User(String name, String password) implements Identity {

            @Override
            public String toString() {
                return "user " + name;
            }
        }

        /// A shared token.
        record SharedToken(String token) implements Identity {

            @Override
            public String toString() {
                return "token";
            }
        }

        /// A `.creds` file with a JWT and an NKey seed.
        record Credentials(Path file) implements Identity {
        }
    }

    public NatsOptions {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("cluster.nats names no server");
        }
        if (!prefix.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("cluster.name '" + prefix
                    + "' must be 1 to 32 lower-case letters, digits or '-'");
        }
        if (replicas < 1 || replicas > 5) {
            throw new IllegalArgumentException("cluster.nats-replicas " + replicas
                    + " must be 1 to 5");
        }
    }

    /// Without names, passwords or TLS of its own.
    public static NatsOptions of(List<String> servers, String name) {
        return new NatsOptions(servers, name, new Identity.Anybody(), Optional.empty(), "freshet",
                servers.size() > 1 ? 3 : 1, TIMEOUT);
    }
}
