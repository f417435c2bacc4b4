package io.freshet.net.balancer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// What a load balancer says of a connection before the client's first byte: whose it is.
///
///     version 1   PROXY TCP4 192.0.2.7 198.51.100.1 56324 1935 CR LF
///     version 2   signature (12) | version, command (1) | family, protocol (1) | length (2)
///                 | source address | destination address | source port | destination port | more
///
/// Nothing is guessed: who is to send one must, and of what it holds the source alone is used.
///
/// Spec: The PROXY protocol, versions 1 and 2 (HAProxy, 2020-03-05), 2.1 and 2.2
///
/// @param length bytes that it has
/// @param source whose the connection is; empty if it is the balancer's own, or not said
public record ProxyHeader(int length, Optional<InetSocketAddress> source) {

    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final byte[] WORD = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    /// The longest line, as the specification counts it.
    private static final int LINE_BYTES_MAX = 107;
    private static final int HEAD_BYTES = 16;
    /// Addresses, and more about TLS than any balancer says.
    private static final int REST_BYTES_MAX = 4096;
    private static final int PORT_MAX = 65_535;

    /// Reads it.
    ///
    /// @param bytes all that has come; not consumed
    /// @return empty if there must be more
    /// @throws BadProxyHeader if it is none
    public static Optional<ProxyHeader> read(ByteBuffer bytes) throws BadProxyHeader {
        if (begins(bytes, SIGNATURE)) {
            return bytes.remaining() < HEAD_BYTES ? Optional.empty() : second(bytes);
        }
        if (begins(bytes, WORD)) {
            return first(bytes);
        }
        throw new BadProxyHeader("no PROXY header");
    }

    /// Whether it begins so, as far as it goes.
    private static boolean begins(ByteBuffer bytes, byte[] with) {
        for (int i = 0; i < Math.min(bytes.remaining(), with.length); i++) {
            if (bytes.get(bytes.position() + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<ProxyHeader> first(ByteBuffer bytes) throws BadProxyHeader {
        int most = Math.min(bytes.remaining(), LINE_BYTES_MAX);
        byte[] line = new byte[most];
        bytes.get(bytes.position(), line);
        int end = 0;
        while (end < most && line[end] != '\n') {
            end++;
        }
        if (end == most) {
            if (most == LINE_BYTES_MAX) {
                throw new BadProxyHeader("the line has no end");
            }
            return Optional.empty();
        }
        if (line[end - 1] != '\r') {
            throw new BadProxyHeader("the line ends without a carriage return");
        }
        String[] words = new String(line, 0, end - 1, StandardCharsets.ISO_8859_1).split(" ", -1);
        return Optional.of(new ProxyHeader(end + 1, words[1].equals("UNKNOWN") ? Optional.empty()
                : Optional.of(source(words))));
    }

    private static InetSocketAddress source(String[] words) throws BadProxyHeader {
        int bytes = switch (words[1]) {
            case "TCP4" -> 4;
            case "TCP6" -> 16;
            default -> throw new BadProxyHeader("neither TCP4 nor TCP6 nor UNKNOWN");
        };
        if (words.length != 6) {
            throw new BadProxyHeader("not two addresses and two ports");
        }
        address(words[3], bytes);
        port(words[5]);
        return new InetSocketAddress(address(words[2], bytes), port(words[4]));
    }

    private static InetAddress address(String text, int bytes) throws BadProxyHeader {
        try {
            // Without zones and brackets, and without what only old libraries take for IPv4.
            boolean plain = bytes == 4 ? text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                    : text.matches("[0-9A-Fa-f:.]{2,45}") && text.indexOf(':') >= 0;
            if (plain) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException _) {
            // It is said below.
        }
        throw new BadProxyHeader("not an address of " + bytes + " bytes");
    }

    private static int port(String text) throws BadProxyHeader {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : PORT_MAX + 1;
        if (port > PORT_MAX) {
            throw new BadProxyHeader("not a port");
        }
        return port;
    }

    private static Optional<ProxyHeader> second(ByteBuffer bytes) throws BadProxyHeader {
        int at = bytes.position();
        int versionAndCommand = bytes.get(at + 12) & 0xFF;
        int family = bytes.get(at + 13) & 0xFF;
        int rest = bytes.getShort(at + 14) & 0xFFFF;
        if (versionAndCommand >>> 4 != 2 || (versionAndCommand & 0xF) > 1) {
            throw new BadProxyHeader("another version or command");
        }
        if (rest > REST_BYTES_MAX) {
            throw new BadProxyHeader("of " + rest + " bytes, at most " + REST_BYTES_MAX);
        }
        boolean own = (versionAndCommand & 0xF) == 0;
        // TCP over IPv4, over IPv6; all others say nothing that we could use.
        int size = own ? 0 : family == 0x11 ? 4 : family == 0x21 ? 16 : 0;
        if (size > 0 && rest < 2 * size + 4) {
            throw new BadProxyHeader("too short for its addresses");
        }
        if (bytes.remaining() < HEAD_BYTES + rest) {
            return Optional.empty();
        }
        if (size == 0) {
            return Optional.of(new ProxyHeader(HEAD_BYTES + rest, Optional.empty()));
        }
        byte[] address = new byte[size];
        bytes.get(at + HEAD_BYTES, address);
        int port = bytes.getShort(at + HEAD_BYTES + 2 * size) & 0xFFFF;
        try {
            return Optional.of(new ProxyHeader(HEAD_BYTES + rest, Optional.of(
                    new InetSocketAddress(InetAddress.getByAddress(address), port))));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
