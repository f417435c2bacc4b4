package io.freshet.server.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// An HTTP client that blocks, with one request a connection.
///
/// It trusts every certificate: it talks to the node that started it, over loopback.
///
/// Threading: immutable.
///
/// @param port on loopback
/// @param tls  whether it speaks TLS
record HttpConversation(int port, boolean tls) {

    private static final int ANSWER_MS = 5_000;
    /// No playlist is longer.
    private static final int TEXT_BYTES_MAX = 1 << 20;
    /// A playlist's newest entries: what a player that joins would read.
    private static final int ENTRIES_MAX = 6;
    private static final Pattern ENTRY =
            Pattern.compile("URI=\"([^\"]+)\"|^([^#\\s].*)$", Pattern.MULTILINE);

    private static final String UPGRADE = """
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    /// Reads a stream without end, for so long.
    void watch(String path, int watchMs) throws IOException, GeneralSecurityException {
        receive(path, "", watchMs);
    }

    /// The same over WebSocket; the frames are not taken apart.
    void watchFrames(String path, int watchMs) throws IOException, GeneralSecurityException {
        receive(path, UPGRADE, watchMs);
    }

    private void receive(String path, String headers, int watchMs)
            throws IOException, GeneralSecurityException {
        try (Socket socket = ask(path, headers)) {
            byte[] buffer = new byte[65_536];
            long endNs = System.nanoTime() + watchMs * 1_000_000L;
            InputStream in = socket.getInputStream();
            while (System.nanoTime() < endNs) {
                if (in.read(buffer) < 0) {
                    throw new IOException("closed by the node");
                }
            }
        }
    }

    /// Reads one answer to its end.
    ///
    /// @return with its headers
    String read(String path) throws IOException, GeneralSecurityException {
        try (Socket socket = ask(path, "Connection: close\r\nAccept-Encoding: identity\r\n")) {
            return new String(socket.getInputStream().readNBytes(TEXT_BYTES_MAX),
                    StandardCharsets.ISO_8859_1);
        }
    }

    /// Reads a playlist and the newest of what it lists, playlists too.
    void browse(String playlist) throws IOException, GeneralSecurityException {
        for (String entry : entries(playlist)) {
            if (entry.contains(".m3u8")) {
                entries(entry + "?_HLS_skip=YES");
                for (String media : entries(entry)) {
                    read(media);
                }
            } else {
                read(entry);
            }
        }
    }

    private List<String> entries(String playlist) throws IOException, GeneralSecurityException {
        String answer = read(playlist);
        String body = answer.substring(Math.max(0, answer.indexOf("\r\n\r\n")));
        Set<String> found = new LinkedHashSet<>();
        for (Matcher matcher = ENTRY.matcher(body); matcher.find();) {
            String uri = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            found.add(URI.create(playlist).resolve(uri.strip()).toString());
        }
        List<String> all = List.copyOf(found);
        return all.subList(Math.max(0, all.size() - ENTRIES_MAX), all.size());
    }

    private Socket ask(String path, String headers) throws IOException, GeneralSecurityException {
        Socket socket = tls
                ? trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)
                : new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MS);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                    + "\r\nUser-Agent: freshet-rehearsal\r\nAccept: */*\r\n" + headers + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(null, new TrustManager[] {new Trusting()}, null);
        return made;
    }

    private static final class Trusting implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            // Nobody asks.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            // It is ours.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
