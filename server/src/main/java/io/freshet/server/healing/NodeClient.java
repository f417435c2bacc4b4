package io.freshet.server.healing;

import io.freshet.coordination.NodeRecord;
import io.freshet.gateway.NodeSecret;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.freshet.protocol.rtmp.handshake.ClientHandshake.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Asks other nodes over their public addresses, as viewers do, with the cluster's signature.
///
/// Certificates are not checked: a self-made one will do, and what is fetched is public.
///
/// Threading: shared; each call blocks for some seconds at most.
final class NodeClient implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(3);
    /// More than ten seconds of 60 Mbit/s.
    private static final int BYTES_MAX = 80 << 20;

    private final NodeSecret secret;
    private final Clock clock;
    private final HttpClient client;
    private final Map<String, Long> clocksOffMs = new ConcurrentHashMap<>();

    /// What a node answered.
    ///
    /// @param body cut at 80 MiB
    record Reply(int status, Bytes body) {

        String text() {
            return StandardCharsets.UTF_8.decode(body.buffer()).toString();
        }
    }

    NodeClient(NodeSecret secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE).sslContext(trusting()).build();
    }

    private static SSLContext trusting() {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(null, new TrustManager[] {new Trusting()}, null);
            return made;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has TLS", impossible);
        }
    }

    /// Where viewers find it.
    static String media(NodeRecord node) {
        return node.address("http").isEmpty() ? node.address("https") : node.address("http");
    }

    /// Fetches a whole answer.
    Reply get(NodeRecord node, String path) throws IOException, InterruptedException {
        return ask(node, media(node), "GET", path);
    }

    /// Asks another node something between nodes.
    Reply between(NodeRecord node, String method, String path)
            throws IOException, InterruptedException {
        return ask(node, node.address("relay"), method, path);
    }

    private Reply ask(NodeRecord node, String base, String method, String path)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send(node, base, method, path);
        if (answer.statusCode() == 401 && answer.headers().firstValue(NodeSecret.TIME)
                .filter(text -> text.matches("[0-9]{1,15}")).isPresent()) {
            // Its clock is another one.
            clocksOffMs.put(node.id(), Long.parseLong(answer.headers()
                    .firstValue(NodeSecret.TIME).get()) - clock.wallMs());
            answer.body().close();
            answer = send(node, base, method, path);
        }
        try (InputStream body = answer.body()) {
            return new Reply(answer.statusCode(), Bytes.wrap(body.readNBytes(BYTES_MAX)));
        }
    }

    private HttpResponse<InputStream> send(NodeRecord node, String base, String method,
            String path) throws IOException, InterruptedException {
        String signature = secret.sign(method, path, clock.wallMs()
                + clocksOffMs.getOrDefault(node.id(), 0L));
        return client.send(HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE)
                .header("Authorization", signature).header("User-Agent", "freshet-healing")
                .method(method, HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.ofInputStream());
    }

    /// Begins to fetch what has no end; to be closed.
    InputStream open(NodeRecord node, String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send(node, media(node), "GET", path);
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /// Begins a conversation of RTMP and hangs up: a port that nobody serves can be connected to.
    ///
    /// @param uri `rtmp://HOST:PORT`
    static void knock(String uri) throws IOException {
        URI parsed = URI.create(uri);
        int patienceMs = Math.toIntExact(PATIENCE.toMillis());
        ClientHandshake handshake = new ClientHandshake(new Random(), Dialect.SIMPLE);
        byte[] piece = new byte[4_096];
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(parsed.getHost(), parsed.getPort()), patienceMs);
            socket.setSoTimeout(patienceMs);
            socket.getOutputStream().write(handshake.open().toArray());
            while (!handshake.isDone()) {
                int count = socket.getInputStream().read(piece);
                if (count < 0) {
                    throw new IOException("hangs up");
                }
                var _ = handshake.receive(ByteBuffer.wrap(piece, 0, count));
            }
        } catch (SocketTimeoutException silent) {
            throw new IOException("does not answer", silent);
        } catch (ProtocolViolation other) {
            throw new IOException("speaks no RTMP: " + other.getMessage(), other);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// Also keeps the JDK from comparing names.
    private static final class Trusting extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            // Nobody asks.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            // What it signs for is public.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
            // Nobody asks.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
            // What it signs for is public.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            // Nobody asks.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            // What it signs for is public.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
