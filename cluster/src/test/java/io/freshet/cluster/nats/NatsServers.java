package io.freshet.cluster.nats;

import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real cluster of `nats-server` processes on free ports, each of which can be killed.
///
/// Threading: confined to the test.
final class NatsServers implements AutoCloseable {

    private static final int ATTEMPTS_MAX = 5;

    private final Path folder;
    private List<Integer> clients = List.of();
    private List<Integer> routes = List.of();
    private final List<@Nullable Process> processes = new ArrayList<>();

    NatsServers(int count) throws IOException {
        this(count, "");
    }

    /// @param more of their configuration: who is let in, and how
    NatsServers(int count, String more) throws IOException {
        folder = Files.createTempDirectory("freshet-nats");
        for (int attempt = 1; !begin(count, more); attempt++) {
            if (attempt == ATTEMPTS_MAX) {
                throw new AssertionError("no server starts: " + log(0));
            }
        }
    }

    /// A port that was free may be somebody's until it is listened at; then all begin anew.
    private boolean begin(int count, String more) throws IOException {
        List<Integer> ports = freePorts(count * 2);
        clients = ports.subList(0, count);
        routes = ports.subList(count, count * 2);
        processes.clear();
        for (int i = 0; i < count; i++) {
            Files.deleteIfExists(folder.resolve("server-" + i + ".log"));
            processes.add(null);
            start(i, more);
        }
        Patience.until("servers that listen, or end", () -> IntStream.range(0, count).allMatch(i ->
                !isAlive(i) || log(i).contains("Listening for client connections")));
        boolean all = IntStream.range(0, count).allMatch(this::isAlive);
        for (int i = 0; !all && i < count; i++) {
            kill(i);
        }
        return all;
    }

    private boolean isAlive(int index) {
        Process process = processes.get(index);
        return process != null && process.isAlive();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    void start(int index) throws IOException {
        start(index, "");
    }

    void start(int index, String more) throws IOException {
        Path config = folder.resolve("server-" + index + ".conf");
        String others = String.join(",", routes.stream()
                .map(port -> "nats-route://127.0.0.1:" + port).toList());
        Files.writeString(config, """
                server_name: s%1$d
                listen: "127.0.0.1:%2$d"
                jetstream { store_dir: "%3$s/store-%1$d", max_mem: 64MB, max_file: 2GB }
                %4$s
                %5$s
                """.formatted(index, clients.get(index), folder, clients.size() == 1 ? ""
                : "cluster { name: test, listen: \"127.0.0.1:" + routes.get(index)
                + "\", routes: [" + others + "], no_advertise: true }", more));
        processes.set(index, new ProcessBuilder("nats-server", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server-" + index + ".log").toFile())).start());
    }

    /// What it has said so far.
    String log(int index) {
        try {
            return Files.readString(folder.resolve("server-" + index + ".log"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    List<String> urls() {
        return clients.stream().map(port -> "nats://127.0.0.1:" + port).toList();
    }

    List<Integer> ports() {
        return List.copyOf(clients);
    }

    /// As `kill -9` does.
    void kill(int index) {
        Process process = processes.get(index);
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
            processes.set(index, null);
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < processes.size(); i++) {
            kill(i);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
