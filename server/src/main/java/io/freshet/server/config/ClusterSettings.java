package io.freshet.server.config;

import static io.freshet.server.config.ValueTypes.TEXT;
import static io.freshet.server.config.ValueTypes.TEXTS;
import static io.freshet.server.config.ValueTypes.choice;
import static io.freshet.server.config.ValueTypes.duration;
import static io.freshet.server.config.ValueTypes.size;
import static io.freshet.server.config.ValueTypes.whole;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What makes a node one of many.
///
/// @param nats      how the coordination engine is reached; without servers the node is alone
/// @param name      tells clusters on one engine apart
/// @param secret    by which nodes know each other; never log it
/// @param self      who this node is
/// @param tree      how streams travel
/// @param idleTime  for how long a stream is still pulled when nobody watches it any more
/// @param routePerAddress how often one address may ask where to go, a second
/// @param healing   what is done about nodes that viewers cannot use
public record ClusterSettings(Nats nats, String name, Secret secret, Self self, Tree tree,
        Duration idleTime, int routePerAddress, HealingSettings healing) {

    private static final Set<String> ROLES = Set.of("ingest", "origin", "edge", "control");
    private static final Set<String> PROTOCOLS =
            Set.of("http", "https", "rtmp", "rtmps", "relay");
    /// Of a random secret in base64: 96 bits.
    private static final int SECRET_LENGTH_MIN = 16;

    /// How NATS is reached.
    ///
    /// @param servers     URLs; empty if this node is alone
    /// @param replicas    copies of everything, 0 for what fits
    /// @param user        empty for nobody
    /// @param password    or token; never log it
    /// @param credentials file in their place; empty if there is none
    /// @param tls         how it is spoken with by tls://
    public record Nats(List<String> servers, int replicas, String user, String password,
            String credentials, NatsTls tls) {

        public Nats {
            servers = List.copyOf(servers);
        }

        /// Whether TLS is spoken with it.
        public boolean isSecure() {
            return servers.stream().anyMatch(server -> server.startsWith("tls:"));
        }

        /// Not the password.
        @Override
        public String toString() {
            return "NATS " + servers;
        }
    }

    /// Files in PEM for TLS with NATS.
    ///
    /// @param authorities those who sign certificates of NATS; empty for whom Java trusts
    /// @param certificate of this node, for a NATS that asks for one; empty if there is none
    /// @param key         that belongs to it; empty if there is none
    public record NatsTls(String authorities, String certificate, String key) {
    }

    /// By which nodes know each other.
    ///
    /// @param text itself, or empty
    /// @param file whose first line it is, or empty
    public record Secret(String text, String file) {

        /// Not the secret.
        @Override
        public String toString() {
            return file.isEmpty() ? "secret" : file;
        }
    }

    /// Who a node is.
    ///
    /// @param node       its name; empty to make one
    /// @param roles      what it is there for
    /// @param region     where it is
    /// @param zone       what fails together inside the region
    /// @param host       by which others reach it; empty for the host's own name
    /// @param addresses  by protocol, where a port is reached elsewhere
    /// @param viewersMax viewers that are sent to it
    /// @param trafficBps what it can send, bits a second
    public record Self(String node, Set<String> roles, String region, String zone, String host,
            Map<String, String> addresses, int viewersMax, long trafficBps) {

        public Self {
            roles = Set.copyOf(roles);
            addresses = Map.copyOf(addresses);
        }
    }

    /// How streams travel.
    ///
    /// @param shape       in which shape
    /// @param childrenMax nodes that pull one stream from one node
    /// @param depthMax    hops from the leader to the last node
    public record Tree(Shape shape, int childrenMax, int depthMax) {
    }

    /// In which shape.
    public enum Shape implements Choice {
        STAR,
        TREE,
        RING,
        MESH;
    }

    /// Whether there are other nodes.
    public boolean isOn() {
        return !nats.servers().isEmpty();
    }

    /// @throws IllegalArgumentException naming the key that is wrong
    static ClusterSettings of(Values values) {
        ClusterSettings read = new ClusterSettings(
                new Nats(values.of(Keys.NATS), values.of(Keys.REPLICAS),
                        values.of(Keys.NATS_USER), values.of(Keys.NATS_PASSWORD),
                        values.of(Keys.NATS_CREDENTIALS), new NatsTls(values.of(Keys.NATS_CA),
                                values.of(Keys.NATS_CERTIFICATE), values.of(Keys.NATS_KEY))),
                values.of(Keys.NAME),
                new Secret(values.of(Keys.SECRET_TEXT), values.of(Keys.SECRET_FILE)),
                new Self(values.of(Keys.NODE), roles(values.of(Keys.ROLES)),
                        values.of(Keys.REGION), values.of(Keys.ZONE),
                        values.of(Keys.HOST), addresses(values.of(Keys.ADDRESSES)),
                        values.of(Keys.VIEWERS), values.of(Keys.TRAFFIC) * 8),
                new Tree(values.of(Keys.TREE), values.of(Keys.CHILDREN),
                        values.of(Keys.DEPTH)),
                values.of(Keys.IDLE), values.of(Keys.ROUTE_RATE), HealingSettings.of(values));
        read.check();
        return read;
    }

    private void check() {
        named("cluster.name", name, 32, false);
        named("cluster.node", self.node, 40, true);
        named("cluster.region", self.region, 32, false);
        named("cluster.zone", self.zone, 32, true);
        for (String server : nats.servers) {
            if (!server.matches("(nats|tls)://[^/@ ]+")) {
                throw new IllegalArgumentException("cluster.nats: '" + server
                        + "' is not nats://HOST:PORT or tls://HOST:PORT");
            }
        }
        if (nats.tls.certificate.isEmpty() != nats.tls.key.isEmpty()) {
            throw new IllegalArgumentException("cluster.nats-certificate and cluster.nats-key"
                    + " belong together: one of them is missing");
        }
        if (isOn() && secret.text.isEmpty() && secret.file.isEmpty()) {
            throw new IllegalArgumentException("cluster.secret is missing: nodes know each other"
                    + " by it; make one with: openssl rand -base64 24");
        }
        if (!secret.text.isEmpty() && secret.text.length() < SECRET_LENGTH_MIN) {
            throw new IllegalArgumentException("cluster.secret has fewer than "
                    + SECRET_LENGTH_MIN + " characters; make one with: openssl rand -base64 24");
        }
    }

    private static void named(String key, String value, int lengthMax, boolean mayBeEmpty) {
        if (!value.matches("[a-z0-9-]{" + (mayBeEmpty ? 0 : 1) + "," + lengthMax + "}")) {
            throw new IllegalArgumentException(key + ": '" + value + "' must be up to " + lengthMax
                    + " lower-case letters, digits or -");
        }
    }

    private static Set<String> roles(List<String> given) {
        for (String role : given) {
            if (!ROLES.contains(role)) {
                throw new IllegalArgumentException("cluster.roles: '" + role
                        + "' is not one of ingest, origin, edge, control");
            }
        }
        if (given.isEmpty()) {
            throw new IllegalArgumentException(
                    "cluster.roles is empty: this node would do nothing");
        }
        return new TreeSet<>(given);
    }

    private static Map<String, String> addresses(List<String> given) {
        Map<String, String> addresses = new HashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            String protocol = equals < 0 ? each : each.substring(0, equals);
            String url = each.substring(equals + 1);
            if (!PROTOCOLS.contains(protocol) || !url.matches("(https?|rtmps?)://[^/@ ]+")) {
                throw new IllegalArgumentException("cluster.addresses: '" + each
                        + "' is not PROTOCOL=URL without a path, as http=https://edge.example.com");
            }
            addresses.put(protocol, url);
        }
        return addresses;
    }

    /// A node alone.
    static ClusterSettings none() {
        return new ClusterSettings(new Nats(List.of(), 0, "", "", "",
                new NatsTls("", "", "")), "freshet", new Secret("", ""),
                new Self("", ROLES, "main", "", "", Map.of(), 0, 0),
                new Tree(Shape.TREE, 16, 4), Duration.ofSeconds(30), 30,
                HealingSettings.none());
    }

    /// The keys that make a node one of many, in the order of the reference.
    static final class Keys {

        static final Key<List<String>> NATS = Key.of("cluster.nats", TEXTS, "",
                "URLs of all servers of NATS, nats://HOST:4222 or tls://HOST:4222; empty"
                        + " is one node alone").afterRestart();
        static final Key<Integer> REPLICAS = Key.of("cluster.nats-replicas", whole(0, 5), "0",
                "Copies that NATS keeps of everything; 0 is 3, or 1 where it is one server")
                .afterRestart();
        static final Key<String> NATS_USER = Key.of("cluster.nats-user", TEXT, "",
                "Who we are to NATS; empty is nobody").afterRestart();
        static final Key<String> NATS_PASSWORD = Key.of("cluster.nats-password", TEXT, "",
                "Their password; without a user, a token").afterRestart();
        static final Key<String> NATS_CREDENTIALS = Key.of("cluster.nats-credentials", TEXT, "",
                "A .creds file in the place of user and password").afterRestart();
        static final Key<String> NATS_CA = Key.of("cluster.nats-ca", TEXT, "",
                "PEM file of those who sign certificates of NATS, for tls://; empty is whom Java"
                        + " trusts").afterRestart();
        static final Key<String> NATS_CERTIFICATE = Key.of("cluster.nats-certificate", TEXT, "",
                "PEM file with this node's certificate, for a NATS that asks its clients for one;"
                        + " empty is none").afterRestart();
        static final Key<String> NATS_KEY = Key.of("cluster.nats-key", TEXT, "",
                "PEM file with the key that belongs to it").afterRestart();
        static final Key<String> NAME = Key.of("cluster.name", TEXT, "freshet",
                "Tells clusters on one NATS apart: lower-case letters, digits and -")
                .afterRestart();
        static final Key<String> SECRET_TEXT = Key.of("cluster.secret", TEXT, "",
                "By which nodes know each other, the same on all, 16 characters or more")
                .afterRestart();
        static final Key<String> SECRET_FILE = Key.of("cluster.secret-file", TEXT, "",
                "File whose first line is the secret").afterRestart();
        static final Key<String> NODE = Key.of("cluster.node", TEXT, "",
                "Name of this node: lower-case letters, digits and -; empty is made of the"
                        + " host's name and kept in the data folder").afterRestart();
        static final Key<List<String>> ROLES = Key.of("cluster.roles", TEXTS,
                "ingest, origin, edge, control", "What this node is there for").afterRestart();
        static final Key<String> REGION = Key.of("cluster.region", TEXT, "main",
                "Where it is; between regions a stream travels once").afterRestart();
        static final Key<String> ZONE = Key.of("cluster.zone", TEXT, "",
                "What fails together inside the region; standbys are taken from another one")
                .afterRestart();
        static final Key<String> HOST = Key.of("cluster.host", TEXT, "",
                "Name or address by which other nodes and viewers reach this node; empty"
                        + " is the host's name").afterRestart();
        static final Key<List<String>> ADDRESSES = Key.of("cluster.addresses", TEXTS, "",
                "Where they reach a port elsewhere: PROTOCOL=URL of http, https, rtmp,"
                        + " rtmps, relay")
                .afterRestart();
        static final Key<Integer> VIEWERS = Key.of("cluster.viewers-max", whole(0, 10_000_000),
                "20000", "Viewers that are sent to this node at a time").afterRestart();
        static final Key<Long> TRAFFIC = Key.of("cluster.traffic-max", size("0B", "1024GiB"),
                "1GiB", "What it can send, bytes a second").afterRestart();
        static final Key<Shape> TREE = Key.of("cluster.tree", choice(Shape.class), "tree",
                "How streams travel: all from the leader, along a tree, around a ring, or"
                        + " by any way")
                .afterRestart();
        static final Key<Integer> CHILDREN = Key.of("cluster.children-max", whole(1, 10_000), "16",
                "Nodes that pull one stream from one node").afterRestart();
        static final Key<Integer> DEPTH = Key.of("cluster.depth-max", whole(1, 16), "4",
                "Hops from the leader to the last node").afterRestart();
        static final Key<Duration> IDLE = Key.of("cluster.idle-time", duration("1s", "1h"), "30s",
                "For how long a stream is still pulled when nobody watches it any more")
                .afterRestart();
        static final Key<Integer> ROUTE_RATE = Key.of("cluster.route-per-address",
                whole(1, 100_000), "30",
                "Requests to /route and /steer a second from one address, and four times as many at"
                        + " once; more are answered 429; loopback is not counted").afterRestart();

        static final List<Key<?>> ALL = List.of(NATS, REPLICAS, NATS_USER, NATS_PASSWORD,
                NATS_CREDENTIALS, NATS_CA, NATS_CERTIFICATE, NATS_KEY, NAME, SECRET_TEXT,
                SECRET_FILE, NODE, ROLES, REGION, ZONE, HOST, ADDRESSES, VIEWERS, TRAFFIC, TREE,
                CHILDREN, DEPTH, IDLE, ROUTE_RATE);

        static final Set<String> SECRET = Set.of("cluster.nats-password", "cluster.secret");

        private Keys() {
        }
    }
}
