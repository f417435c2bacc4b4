package io.freshet.server;

import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// nginx or HAProxy, run on free ports by the configurations of `deploy/`.
final class Proxy implements AutoCloseable {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Duration UP = Duration.ofSeconds(20);
    private static final String STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";

    private final Program program;
    private final Path folder;
    private final int http;
    private final int rtmp;

    private Proxy(Program program, Path folder, int http, int rtmp) throws InterruptedException {
        this.program = program;
        this.folder = folder;
        this.http = http;
        this.rtmp = rtmp;
        Patience.until("the proxy", UP, () -> isOpen(http));
    }

    /// `nginx/nginx.conf` with both files that it includes.
    static Proxy nginx(Path parent, TestNode first, TestNode second) throws Exception {
        Path folder = Files.createDirectories(parent.resolve("nginx"));
        int http = freePort();
        int rtmp = freePort();
        copy("nginx/freshet-http.conf", folder, nginxWords(folder, http, first, second));
        copy("nginx/freshet-stream.conf", folder, Map.of(
                "edge-1:1935", "127.0.0.1:" + first.port("rtmp.listen"),
                "edge-2:1935", "127.0.0.1:" + second.port("rtmp.listen"),
                "edge-1:1936", "127.0.0.1:" + first.port("rtmps.listen"),
                "edge-2:1936", "127.0.0.1:" + second.port("rtmps.listen"),
                "listen 1935 ", "listen 127.0.0.1:" + rtmp + " ",
                "listen 1936 ", "listen 127.0.0.1:" + freePort() + " "));
        Path main = copy("nginx/nginx.conf", folder, Map.of("/etc/nginx/freshet", folder
                + "/freshet", "/var/log/nginx", folder.toString(), "/run/", folder + "/"));
        return new Proxy(nginx(folder, main, "load_module " + STREAM_MODULE + "; "), folder, http,
                rtmp);
    }

    /// `cdn/nginx-proxy-cache.conf` in front of something that speaks HTTP.
    static Proxy cache(Path parent, String origin) throws Exception {
        Path folder = Files.createDirectories(parent.resolve("cache"));
        int http = freePort();
        Path cache = copy("cdn/nginx-proxy-cache.conf", folder, Map.of(
                "listen 80;", "listen 127.0.0.1:" + http + ";", "listen [::]:80;", "",
                "/var/log/nginx", folder.toString(), "/var/cache/nginx", folder.toString(),
                "origin-1:8080", origin,
                "server origin-2:8080 max_fails=1 fail_timeout=5s;", ""));
        Path main = folder.resolve("nginx.conf");
        // Its workers write into the test's folder, which is the test's alone.
        Files.writeString(main, "user root;\nerror_log " + folder + "/error.log warn;\npid "
                + folder + "/nginx.pid;\nevents { }\nhttp { include " + cache + "; }\n");
        return new Proxy(nginx(folder, main, ""), folder, http, 0);
    }

    static Proxy haproxy(Path parent, TestNode first, TestNode second) throws Exception {
        Path folder = Files.createDirectories(parent.resolve("haproxy"));
        int http = freePort();
        int rtmp = freePort();
        String text = Files.readString(DEPLOY.resolve("haproxy/haproxy.cfg"));
        List<TestNode> nodes = List.of(first, second);
        for (int i = 0; i < 2; i++) {
            String name = "edge-" + (i + 1);
            TestNode node = nodes.get(i);
            text = text
                    .replace(name + ":8080", "127.0.0.1:" + node.port("http.listen"))
                    .replace(name + ":1935", "127.0.0.1:" + node.port("rtmp.listen"))
                    .replace(name + ":1936", "127.0.0.1:" + node.port("rtmps.listen"))
                    .replaceAll("(server " + name + " .*) check port 8090", "$1 check port "
                            + node.port("control.listen"));
        }
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(file, text.replace("bind :80\n", "bind 127.0.0.1:" + http + "\n")
                .replace("bind :1935", "bind 127.0.0.1:" + rtmp)
                .replace("bind :1936", "bind 127.0.0.1:" + freePort())
                // As many descriptors as a test may have.
                .replace("maxconn 100000", "maxconn 1000"));
        return new Proxy(Program.start(folder, "haproxy", "-db", "-f", file.toString()), folder,
                http, rtmp);
    }

    private static Map<String, String> nginxWords(Path folder, int http, TestNode first,
            TestNode second) {
        return Map.of("listen 80;", "listen 127.0.0.1:" + http + ";", "listen [::]:80;", "",
                "/var/log/nginx", folder.toString(),
                "edge-1:8080", "127.0.0.1:" + first.port("http.listen"),
                "edge-2:8080", "127.0.0.1:" + second.port("http.listen"));
    }

    private static Program nginx(Path folder, Path main, String globals) throws IOException {
        return Program.start(folder, "nginx", "-p", folder.toString(), "-c",
                main.toAbsolutePath().toString(), "-g", globals + "daemon off;");
    }

    private static Path copy(String name, Path folder, Map<String, String> words)
            throws IOException {
        String text = Files.readString(DEPLOY.resolve(name));
        for (Map.Entry<String, String> word : words.entrySet()) {
            if (!text.contains(word.getKey())) {
                throw new AssertionError(name + " has no " + word.getKey());
            }
            text = text.replace(word.getKey(), word.getValue());
        }
        return Files.writeString(folder.resolve(DEPLOY.resolve(name).getFileName()), text);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isOpen(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// HOST:PORT of its HTTP.
    String address() {
        return "127.0.0.1:" + http;
    }

    /// @param path without the first slash
    String http(String path) {
        return "http://" + address() + "/" + path;
    }

    String rtmp(String name) {
        return "rtmp://127.0.0.1:" + rtmp + "/live/" + name;
    }

    /// Requests that nginx has answered so far whose log lines hold `text`.
    long logged(String text) {
        try (var lines = Files.lines(folder.resolve("freshet.log"))) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException none) {
            return 0;
        }
    }

    String told() throws IOException {
        return program.told();
    }

    /// nginx leaves its workers behind when it is killed: it is asked to end first.
    @Override
    public void close() {
        program.terminate();
        try {
            program.await(UP);
        } catch (InterruptedException | IOException | AssertionError stuck) {
            program.kill();
        }
    }
}
