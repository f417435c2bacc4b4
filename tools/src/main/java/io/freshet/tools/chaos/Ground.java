package io.freshet.tools.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Three servers of NATS, three origins and three edges, as processes.
///
/// Threading: confined to its caller.
final class Ground implements AutoCloseable {

    static final String APP = "live";
    static final int SERVERS = 3;
    static final int ORIGINS = 3;
    static final int EDGES = 3;

    private static final Duration READY = Duration.ofSeconds(60);
    private static final int NATS_PORT = 4222;
    private static final int NATS_ROUTE = 6222;

    /// A node.
    ///
    /// @param lot     its name and address
    /// @param control where its API is
    record Node(Terrain.Lot lot, int rtmp, int http, int control, Program program) {

        String name() {
            return lot.name();
        }

        String host() {
            return lot.host();
        }
    }

    private final Path folder;
    private final Path home;
    private final Terrain terrain;
    private final Fault fault;
    private Optional<Database> database = Optional.empty();
    private final List<Program> servers = new ArrayList<>();
    private final List<Integer> clients = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final String secret = random();
    private final String publishKey = random();
    private final String password = random();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    /// @param folder  for data and logs of all of them
    /// @param home    where `freshet` is
    /// @param terrain where they stand; ours from here on
    /// @param fault   what it is for
    Ground(Path folder, Path home, Terrain terrain, Fault fault) {
        this.fault = fault;
        this.folder = folder;
        this.home = home;
        this.terrain = terrain;
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Starts everything, and waits until all nodes are ready.
    ///
    /// @throws IOException with what to do, if a program is missing or a node does not come up
    void start() throws IOException, InterruptedException {
        // Who is interrupted leaves nobody behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        terrain.prepare();
        startNats();
        if (fault.needsDatabase()) {
            database = Optional.of(Database.open(folder.resolve("database"), free("127.0.0.1")));
        }
        for (Terrain.Lot lot : terrain.lots()) {
            nodes.add(start(lot));
        }
        for (Node node : nodes) {
            await(node);
        }
    }

    private void startNats() throws IOException {
        Terrain.Lot lot = terrain.nats();
        List<Integer> routes = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            clients.add(port(lot, lot.host(), NATS_PORT + i));
            routes.add(port(lot, lot.host(), NATS_ROUTE + i));
        }
        String all = routes.stream().map(port -> "nats://" + lot.host() + ":" + port)
                .collect(Collectors.joining(", "));
        for (int i = 0; i < SERVERS; i++) {
            String name = "nats-" + (i + 1);
            Path data = Files.createDirectories(folder.resolve(name));
            Path config = folder.resolve(name + ".conf");
            Files.writeString(config, """
                    server_name: %s
                    listen: %s:%d
                    jetstream { store_dir: "%s", max_mem: 64MB, max_file: 2GB }
                    cluster { name: chaos, listen: %s:%d, routes: [%s], no_advertise: true }
                    """.formatted(name, lot.host(), clients.get(i), data, lot.host(),
                    routes.get(i), all));
            servers.add(startNats(name, config));
        }
    }

    private Program startNats(String name, Path config) throws IOException {
        try {
            List<String> words = new ArrayList<>(terrain.nats().way());
            words.addAll(List.of("nats-server", "-c", config.toString()));
            return Program.start(name, folder.resolve(name + ".log"), words);
        } catch (IOException missing) {
            throw new IOException("needs nats-server; on Debian: apt-get install nats-server",
                    missing);
        }
    }

    private Node start(Terrain.Lot lot) throws IOException {
        return start(lot, port(lot, lot.door(), 1935), port(lot, lot.host(), 8080),
                port(lot, lot.door(), 8090));
    }

    private Node start(Terrain.Lot lot, int rtmp, int web, int control) throws IOException {
        String name = lot.name();
        List<String> words = new ArrayList<>(lot.way());
        if (fault.clockOff().filter(name::equals).isPresent()) {
            words.addAll(List.of("env", "FRESHET_JAVA_OPTS=-Dfreshet.clock-ahead-ms=3600000"));
        }
        words.addAll(List.of(home.resolve("freshet").toString(), "serve",
                "--data", folder.resolve(name).toString()));
        for (String setting : List.of("loops=1", "demo.enabled=false", "drain-timeout=15s",
                "rtmp.listen=" + lot.door() + ":" + rtmp, "rtmps.listen=off",
                "http.listen=" + lot.host() + ":" + web, "https.listen=off",
                "control.listen=" + lot.door() + ":" + control, "control.thumbnails=false",
                "backup.keep=0",
                "control.admin-password=" + password, "apps.live.publish-keys=" + publishKey,
                "cluster.nats=" + clients.stream().map(port -> "nats://"
                        + terrain.nats().host() + ":" + port).collect(Collectors.joining(",")),
                "cluster.secret=" + secret, "cluster.node=" + name,
                "cluster.roles=" + lot.roles(), "cluster.host=" + lot.host(),
                "cluster.region=" + lot.region())) {
            words.add("--set");
            words.add(setting);
        }
        database.ifPresent(it -> words.addAll(List.of("--set", "database.url=" + it.url())));
        return new Node(lot, rtmp, web, control,
                Program.start(name, folder.resolve(name + ".log"), words));
    }

    /// The usual one where nobody else has any.
    private static int port(Terrain.Lot lot, String host, int usual) throws IOException {
        return lot.ours() ? usual : free(host);
    }

    /// A port that nobody had a moment ago.
    private static int free(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
            return socket.getLocalPort();
        }
    }

    private void await(Node node) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + READY.toNanos();
        while (!isReady(node)) {
            if (!node.program.isAlive() || System.nanoTime() > endNs) {
                throw new IOException(node.name() + " does not come up; it says:\n"
                        + node.program.lastWords());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private boolean isReady(Node node) throws InterruptedException {
        return get(node, "/health/ready").filter(answer -> answer.statusCode() == 200).isPresent();
    }

    private Optional<HttpResponse<String>> get(Node node, String path)
            throws InterruptedException {
        try {
            return Optional.of(http.send(HttpRequest.newBuilder(URI.create("http://"
                            + node.lot.door() + ":" + node.control + path))
                            .timeout(Duration.ofSeconds(2)).build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    Terrain terrain() {
        return terrain;
    }

    /// An operator at a node that is another one than that.
    private Steward steward(String other) throws IOException, InterruptedException {
        return new Steward(http, node(other.equals("origin-3") ? "origin-1" : "origin-3"),
                password);
    }

    /// An operator at one of the nodes that have an API, the last first.
    ///
    /// @param turn which: counted on when one does not answer
    Steward steward(int turn) throws IOException, InterruptedException {
        return new Steward(http, nodes.get(ORIGINS - 1 - turn % ORIGINS), password);
    }

    /// By which one who reads as nodes do is known as one of them.
    NodeSignature signature() {
        return new NodeSignature(secret);
    }

    /// Has a node drained, and waits until nobody is left there.
    void drain(String name) throws IOException, InterruptedException {
        Steward steward = steward(name);
        steward.order(name, "drain");
        steward.await(name, "drained");
    }

    /// Has it drained, ends it, starts it again, and takes it back.
    void upgrade(Node old) throws IOException, InterruptedException {
        drain(old.name());
        old.program.signal("TERM");
        old.program.awaitEnd(READY);
        Node next = start(old.lot, old.rtmp, old.http, old.control);
        nodes.set(nodes.indexOf(old), next);
        steward(old.name()).order(old.name(), "resume");
        await(next);
        steward(old.name()).await(old.name(), "ready");
    }

    Optional<Database> database() {
        return database;
    }

    /// With which status the API answers somebody whom it does not know; 0 if it does not.
    int loginStatus(Node node) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create("http://" + node.lot.door() + ":"
                            + node.control + "/api/v1/login")).timeout(Duration.ofSeconds(3))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"name\":\"nobody\",\"password\":\"nothing at all\"}"))
                            .build(), HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException none) {
            return 0;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// What a node answers those who watch.
    String media(Node node, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://" + node.host() + ":"
                        + node.http + path)).timeout(Duration.ofSeconds(5)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    /// With which encoders publish.
    String publishKey() {
        return publishKey;
    }

    Node node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
    }

    List<Node> edges() {
        return nodes.stream().filter(node -> node.name().startsWith("edge")).toList();
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    List<Program> servers() {
        return List.copyOf(servers);
    }

    /// Starts a server of NATS again that has ended.
    void startAgain(int server) throws IOException {
        String name = "nats-" + (server + 1);
        servers.set(server, startNats(name, folder.resolve(name + ".conf")));
    }

    /// Which server leads the group that keeps NATS's own records; nobody if that cannot be seen.
    int metaLeader() {
        for (int i = 0; i < servers.size(); i++) {
            try {
                String last = Files.readAllLines(folder.resolve("nats-" + (i + 1) + ".log"))
                        .stream().filter(line -> line.contains("new metadata leader: nats-"))
                        .reduce("", (_, line) -> line);
                if (!last.isEmpty()) {
                    return last.charAt(last.lastIndexOf("nats-") + 5) - '1';
                }
            } catch (IOException unreadable) {
                return 0;
            }
        }
        return 0;
    }

    /// Logs of those that have said something bad, for whoever looks for a reason.
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.program.close());
        servers.forEach(Program::close);
        database.ifPresent(Database::close);
        terrain.close();
    }
}
