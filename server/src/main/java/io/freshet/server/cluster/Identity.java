package io.freshet.server.cluster;

import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.server.config.ClusterSettings.Self;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Who this node is to the others.
///
/// Threading: stateless.
final class Identity {

    /// Longer names of hosts are cut.
    private static final int HOST_LENGTH_MAX = 30;
    private static final int SUFFIXES = 36 * 36 * 36 * 36;

    private Identity() {
    }

    /// What it says of itself.
    ///
    /// @throws IOException if its name cannot be read or kept
    static NodeRecord of(ClusterStart.Surroundings around) throws IOException {
        Self self = around.settings().self();
        String host = self.host().isEmpty() ? hostName() : self.host();
        Map<String, String> addresses = new HashMap<>();
        around.ports().forEach((protocol, port) -> {
            if (port > 0) {
                String scheme = protocol.equals("relay") || protocol.equals("api") ? "http"
                        : protocol;
                addresses.put(protocol, scheme + "://" + host + ":" + port);
            }
        });
        addresses.putAll(self.addresses());
        return new NodeRecord(self.node().isEmpty() ? kept(around.dataDir(), around.random())
                : self.node(), around.clock().wallMs(), self.roles().stream().map(role ->
                        Role.valueOf(role.toUpperCase(Locale.ROOT))).collect(Collectors.toSet()),
                new Place(self.region(), self.zone()), addresses,
                new Capacity(self.viewersMax(), self.trafficBps()), around.version(),
                NodeState.READY);
    }

    /// Made once: the host's name, and four letters that tell two nodes on it apart.
    private static String kept(Path dataDir, RandomGenerator random) throws IOException {
        Path file = dataDir.resolve("node");
        try {
            return NodeRecord.checkId(Files.readString(file).strip());
        } catch (NoSuchFileException first) {
            String host = hostName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
            String suffix = Integer.toString(SUFFIXES + random.nextInt(SUFFIXES), 36).substring(1);
            String made = host.substring(0, Math.min(host.length(), HOST_LENGTH_MAX)) + "-"
                    + suffix;
            Files.createDirectories(dataDir);
            Files.writeString(file, made + "\n");
            return made;
        } catch (IllegalArgumentException damaged) {
            throw new IOException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
