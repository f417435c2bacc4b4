package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// A viewer by WebSocket on a plain socket, which looks at each frame's head.
///
/// That of `java.net.http` breaks off one connection in fifty for an "unexpected rsv bit" where
/// every frame on the wire is right (JDK 25.0.3).
///
/// Spec: RFC 6455, 4.1 and 5.2.
final class WebSocketViewer implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    /// @param patience how long it waits for a byte
    WebSocketViewer(URI url, Duration patience) throws IOException {
        socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout((int) patience.toMillis());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream().write("""
                GET %s HTTP/1.1\r
                Host: %s\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """.formatted(url.getPath(), url.getAuthority())
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
        assertThat(head.toString().toLowerCase(Locale.ROOT))
                .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=");
    }

    /// Reads a frame, and passes over what it carries.
    ///
    /// @return bytes of media in it
    long frame() throws IOException {
        int first = in.readUnsignedByte();
        assertThat(first).as("opcode").isIn(0x82, 0x02, 0x00, 0x80);
        int length = in.readUnsignedByte();
        assertThat(length).as("not masked").isLessThan(128);
        long bytes = switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> length;
        };
        in.skipNBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
