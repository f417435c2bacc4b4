package io.freshet.tools.wire;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;

/// A stream's address at a server.
///
/// @param kind   what is spoken there
/// @param secure whether it is spoken in TLS
/// @param host   name or address
/// @param port   1 to 65535
/// @param path   begins with a slash; with its query
public record Target(Kind kind, boolean secure, String host, int port, String path) {

    /// Protocols that can be driven.
    public enum Kind {
        RTMP("rtmp"),
        HTTP_FLV("http-flv"),
        WS_FLV("ws-flv"),
        HLS("hls");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /// For people and file formats.
        public String label() {
            return label;
        }
    }

    /// Understands an address.
    ///
    /// @throws IllegalArgumentException with a message for the user
    public static Target parse(String url) {
        URI uri = URI.create(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        Kind kind = switch (scheme) {
            case "rtmp", "rtmps" -> Kind.RTMP;
            case "ws", "wss" -> Kind.WS_FLV;
            case "http", "https" -> path.endsWith(".m3u8") ? Kind.HLS : Kind.HTTP_FLV;
            default -> throw new IllegalArgumentException(url
                    + ": addresses begin with rtmp://, http:// or ws://, or rtmps://, https://, "
                    + "wss://");
        };
        if (uri.getHost() == null || path.length() < 2) {
            throw new IllegalArgumentException(url + ": host or path is missing");
        }
        if (kind == Kind.RTMP && path.indexOf('/', 1) < 0) {
            throw new IllegalArgumentException(url + ": is rtmp://HOST/APP/NAME");
        }
        boolean secure = scheme.equals("rtmps") || scheme.equals("https")
                || scheme.equals("wss");
        int usual = secure ? 443 : kind == Kind.RTMP ? 1935 : 80;
        int port = uri.getPort() > 0 ? uri.getPort() : usual;
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Target(kind, secure, uri.getHost(), port, path + query);
    }

    /// The socket to connect to; looks the name up.
    public InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /// What goes into `Host`.
    public String authority() {
        return host + ":" + port;
    }

    /// The app of an RTMP address: all levels but the last.
    public String app() {
        return path.substring(1, nameAt() - 1);
    }

    /// The stream's name of an RTMP address, with its query.
    public String name() {
        return path.substring(nameAt());
    }

    /// What an RTMP client calls its server.
    public String tcUrl() {
        return scheme() + "://" + authority() + "/" + app();
    }

    /// Another path at the same server.
    public Target at(String otherPath) {
        return new Target(kind, secure, host, port, otherPath);
    }

    private int nameAt() {
        int query = path.indexOf('?');
        return path.lastIndexOf('/', query < 0 ? path.length() : query) + 1;
    }

    /// Without the query, which may hold a secret.
    @Override
    public String toString() {
        int query = path.indexOf('?');
        return scheme() + "://" + authority() + (query < 0 ? path : path.substring(0, query));
    }

    private String scheme() {
        String plain = kind == Kind.RTMP ? "rtmp" : kind == Kind.WS_FLV ? "ws" : "http";
        return secure ? plain + "s" : plain;
    }
}
