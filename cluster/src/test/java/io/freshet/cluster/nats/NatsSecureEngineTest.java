package io.freshet.cluster.nats;

import io.freshet.coordination.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The engine keeps the contract over TLS with an authority of one's own, where both sides show
/// certificates, as a user with a password.
@Tag("clients")
final class NatsSecureEngineTest extends NatsContract {

    @TempDir
    static Path folder;
    private static NatsServers servers;
    private static TestAuthority authority;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.make(folder.resolve("ca"));
        authority.sign("nats", "ip:127.0.0.1");
        authority.sign("node", "dns:node");
        servers = new NatsServers(1, authority.mutualTls("nats")
                + "\nauthorization { users: [{user: freshet, password: \"the password\"}] }");
    }

    @AfterAll
    static void stop() throws Exception {
        servers.close();
    }

    @Override
    List<Integer> ports() {
        return servers.ports();
    }

    @Override
    Engine connect(Wire wire) throws IOException {
        return NatsEngine.open(new NatsOptions(
                List.of(wire.url().replace("nats:", "tls:")), "test",
                new NatsOptions.Identity.User("freshet", "the password"),
                Optional.of(NatsTrust.context(Optional.of(authority.file()), Optional.of(
                        authority.client("node")))), "freshet", 1,
                NatsOptions.of(List.of("nats://any:1"), "any").timeout()));
    }
}
