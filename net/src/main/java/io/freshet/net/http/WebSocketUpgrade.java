package io.freshet.net.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The opening handshake of a WebSocket.
///
/// Spec: RFC 6455, 4.2.
final class WebSocketUpgrade {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketUpgrade() {}

    static boolean isAskedBy(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().equals("GET")
                && request.origin().version() == HttpOrigin.Version.HTTP_1_1
                && headers.names("Upgrade", "websocket")
                && headers.names("Connection", "Upgrade")
                && headers.first("Sec-WebSocket-Version").orElse("").equals("13")
                && headers.first("Sec-WebSocket-Key").filter(WebSocketUpgrade::isKey).isPresent();
    }

    private static boolean isKey(String key) {
        return key.length() == 24 && key.endsWith("==");
    }

    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }
}
