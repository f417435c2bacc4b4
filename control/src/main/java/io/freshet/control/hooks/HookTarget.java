package io.freshet.control.hooks;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// A URL that requests may go to.
///
/// Whoever may set a URL can make this node ask it, from within the operator's network. So ports
/// of other services are refused here, private addresses are refused when the name has been looked
/// up, unless an administrator of the whole node has allowed them for this URL.
///
/// @param uri            `http` or `https`, with a host, without user and fragment
/// @param privateAllowed whether it may lead to a private address or any port
public record HookTarget(URI uri, boolean privateAllowed) {

    private static final int CHARS_MAX = 2000;
    /// Four numbers, or anything that ends in one: some resolvers read `0177.0.0.1` as 127.0.0.1.
    private static final Pattern NUMBER_LAST = Pattern.compile("(.*\\.)?(0[xX])?[0-9]+\\.?");
    private static final Pattern IPV4 = Pattern.compile(
            "(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    /// @throws HookFailure NOT_ALLOWED, with words for the one who typed it
    public static HookTarget of(String url, boolean privateAllowed) throws HookFailure {
        if (url.length() > CHARS_MAX) {
            throw refused("the URL is longer than " + CHARS_MAX + " characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException _) {
            throw refused("this is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused("a webhook's URL begins with https:// or http://");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw refused("the URL names no host");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw refused("a user, password or fragment is not taken in the URL");
        }
        if (!url.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw refused("write characters beyond ASCII percent-encoded, and names as punycode");
        }
        if (NUMBER_LAST.matcher(uri.getHost()).matches()
                && !IPV4.matcher(uri.getHost()).matches()) {
            throw refused("write an address as four decimal numbers without leading zeros");
        }
        HookTarget target = new HookTarget(uri, privateAllowed);
        int port = target.port();
        if (port == 0 || port > 65_535
                || port < 1024 && port != 80 && port != 443 && !privateAllowed) {
            throw refused("port " + port + " is not taken: 80, 443, or 1024 and above");
        }
        return target;
    }

    private static HookFailure refused(String why) {
        return new HookFailure(HookFailure.Kind.NOT_ALLOWED, why);
    }

    /// Whether it speaks TLS.
    public boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /// Without the brackets of an IPv6 address.
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    /// As in the request line.
    String pathAndQuery() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty()
                ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /// As in the header `Host`.
    String authority() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /// Without the query, which may hold a secret.
    @Override
    public String toString() {
        return uri.getScheme() + "://" + authority() + uri.getRawPath();
    }
}
