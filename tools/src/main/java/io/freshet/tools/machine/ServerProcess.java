package io.freshet.tools.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server that we start on ports of its own, in a folder of its own, and end again.
///
/// Threading: confined to the main thread.
public final class ServerProcess implements AutoCloseable {

    private static final long START_NS = TimeUnit.SECONDS.toNanos(90);
    private static final String NGINX_MODULE = "/usr/lib/nginx/modules/ngx_rtmp_module.so";
    private static final String NGINX_CONFIGURATION = """
            load_module MODULE;
            daemon off;
            master_process off;
            worker_rlimit_nofile 19000;
            pid nginx.pid;
            error_log error.log error;
            events { worker_connections 18000; use epoll; }
            rtmp {
              access_log off;
              server {
                listen 127.0.0.1:PORT;
                chunk_size 4096;
                application live { live on; }
              }
            }
            """;

    private final Process process;
    private final Path folder;
    private final int rtmpPort;
    private final int httpPort;

    private ServerProcess(Process process, Path folder, int rtmpPort, int httpPort) {
        this.process = process;
        this.folder = folder;
        this.rtmpPort = rtmpPort;
        this.httpPort = httpPort;
    }

    /// Starts Freshet: the same program that this is a part of.
    ///
    /// @param sets further settings, by key
    /// @throws IOException if it does not start
    public static ServerProcess freshet(Cores cores, Map<String, String> sets)
            throws IOException, InterruptedException {
        String home = System.getProperty("freshet.home", "");
        if (home.isEmpty()) {
            throw new IOException("run this by ./freshet, which knows where the program is");
        }
        Path folder = Files.createTempDirectory("freshet-bench");
        int rtmp = freePort();
        int http = freePort();
        Map<String, String> all = new TreeMap<>(Map.of("rtmp.listen", "127.0.0.1:" + rtmp,
                "http.listen", "127.0.0.1:" + http, "rtmps.listen", "off", "https.listen", "off",
                "control.listen", "127.0.0.1:0", "demo.enabled", "false", "drain-timeout", "0s",
                "log-level", "error", "loops", "1"));
        all.putAll(sets);
        List<String> words = new ArrayList<>(List.of(home + "/freshet", "--data",
                folder.resolve("data").toString()));
        all.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        return start(cores.onServerCore(words), folder, rtmp, http);
    }

    /// Whether nginx with its RTMP module is here.
    public static boolean hasNginx() {
        return Files.isExecutable(Path.of("/usr/sbin/nginx"))
                && Files.exists(Path.of(NGINX_MODULE));
    }

    /// Starts nginx with its RTMP module, as one process.
    ///
    /// @throws IOException if it does not start
    public static ServerProcess nginx(Cores cores) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("freshet-bench");
        int rtmp = freePort();
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, NGINX_CONFIGURATION
                .replace("MODULE", NGINX_MODULE).replace("PORT", Integer.toString(rtmp)));
        return start(cores.onServerCore(List.of("/usr/sbin/nginx", "-p", folder.toString(), "-c",
                configuration.toString(), "-e", "error.log")), folder, rtmp, 0);
    }

    private static ServerProcess start(List<String> words, Path folder, int rtmp, int http)
            throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(words).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        // Whoever ends us by a signal means the server too.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-server"));
        ServerProcess server = new ServerProcess(process, folder, rtmp, http);
        long endNs = System.nanoTime() + START_NS;
        while (process.isAlive() && System.nanoTime() < endNs) {
            if (listens(rtmp)) {
                return server;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        server.close();
        throw new IOException(words.getFirst() + " did not start: " + text);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Its process.
    public long pid() {
        return process.pid();
    }

    /// The address of a stream by RTMP.
    public String rtmp(String name) {
        return "rtmp://127.0.0.1:" + rtmpPort + "/live/" + name;
    }

    /// The address of a stream by HTTP-FLV.
    public String flv(String name) {
        return "http://127.0.0.1:" + httpPort + "/live/" + name + ".flv";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException left) {
            // What is left lies in the folder for temporary files.
        }
    }
}
