package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import io.freshet.net.tls.TlsContexts;
import io.freshet.net.tls.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Raw HTTP/2 frames of peers with bad intentions; each loses its connection.
@Timeout(30)
final class Http2FloodTest {
    /// The frames of one round of each attack.
    enum Attack {
        PINGS(1000), SETTINGS(1000), RAPID_RESETS(1000), EMPTY_DATA(1000), ENDLESS_HEADERS(1000);

        final int rounds;

        Attack(int rounds) {
            this.rounds = rounds;
        }
    }

    @TempDir Path folder;

    private static byte[] frame(int type, int flags, int stream, String payloadHex) {
        byte[] payload = HexFormat.of().parseHex(payloadHex);
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0).putShort((short) payload.length)
                .put((byte) type).put((byte) flags).putInt(stream).put(payload).array();
    }

    private static void round(Attack attack, int i, ByteArrayOutputStream out) {
        int stream = 2 * i + 1;
        // GET, https, path "/later" as a literal, authority left out.
        String get = "82870406" + HexFormat.of().formatHex(
                "/later".getBytes(StandardCharsets.US_ASCII));
        switch (attack) {
            case PINGS -> out.writeBytes(frame(6, 0, 0, "0102030405060708"));
            case SETTINGS -> out.writeBytes(frame(4, 0, 0, "000400010000"));
            case RAPID_RESETS -> {
                out.writeBytes(frame(1, 5, stream, get));
                out.writeBytes(frame(3, 0, stream, "00000008"));
            }
            case EMPTY_DATA -> out.writeBytes(i == 0 ? frame(1, 4, 1, get) : frame(0, 0, 1, ""));
            case ENDLESS_HEADERS -> out.writeBytes(i == 0
                    ? frame(1, 0, 1, get) : frame(9, 0, 1, "00016101" + "62".repeat(1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesTheConnectionOf(Attack attack) throws Exception {
        TlsContexts tls = TlsContexts.selfMade(folder, List.of("127.0.0.1"), Instant.now());
        for (Transport transport : Transport.values()) {
            if (transport.missing().isPresent()) {
                continue;
            }
            try (Site site = new Site(transport, HttpOptions.DEFAULT,
                    TcpOptions.DEFAULT.withTls(tls.http())); SSLSocket socket = connect(site)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(frame(4, 0, 0, ""));
                for (int i = 0; i < attack.rounds; i++) {
                    round(attack, i, out);
                }
                assertThat(endsAfter(socket, out.toByteArray())).isTrue();
            }
        }
    }

    private SSLSocket connect(Site site) throws Exception {
        SSLSocket socket = (SSLSocket) Trust.only(folder.resolve("tls.crt")).getSocketFactory()
                .createSocket("127.0.0.1", site.server.address().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static boolean endsAfter(SSLSocket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            InputStream in = socket.getInputStream();
            byte[] sink = new byte[8192];
            for (int reads = 0; reads < 10_000; reads++) {
                if (in.read(sink) < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException closed) {
            return true;
        }
    }
}
