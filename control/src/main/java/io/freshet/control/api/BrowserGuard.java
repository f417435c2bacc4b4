package io.freshet.control.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps web pages from other sites out: they can make an operator's browser ask this port.
///
/// A page whose host name suddenly resolves to 127.0.0.1 (DNS rebinding) shows itself by its
/// `Host`, since it can only name a DNS name: names other than `localhost`, the one listened on
/// and those in the settings are refused, IP addresses are not. A form or script on another site
/// shows itself by `Sec-Fetch-Site` or `Origin`; it may not change anything, and what it reads its
/// browser keeps from it, because nothing here sends CORS headers.
///
/// Threading: shared.
public final class BrowserGuard {

    private static final Pattern AUTHORITY = Pattern.compile(
            "(\\[(?<address>[0-9a-f:.]+)]|(?<name>[a-z0-9._-]+))(:[0-9]{1,5})?");

    private final String listenHost;
    private volatile Reach reach = Reach.DIRECT;

    public BrowserGuard(InetSocketAddress listen) {
        this.listenHost = listen.getHostString().toLowerCase(Locale.ROOT);
    }

    /// It is asked by these names and through these proxies from now on.
    public void reach(Reach next) {
        reach = next;
    }

    /// The request as one of whom a proxy that is trusted asks for.
    ApiRequest resolved(ApiRequest request) {
        return reach.resolved(request);
    }

    /// What to answer instead, if the request must not be served.
    Optional<ApiAnswer> refusal(ApiRequest request) {
        if (!isOurs(request.header("host").orElse(""))) {
            return Optional.of(ApiAnswer.problem(421,
                    "ask this port by IP address, as localhost, or by the name it listens on;"
                            + " other names belong into control.names in the settings"));
        }
        if (!request.isSafe() && isCrossSite(request)) {
            return Optional.of(ApiAnswer.problem(403,
                    "a page of another site may not change anything here"));
        }
        return Optional.empty();
    }

    private boolean isOurs(String authority) {
        String host = hostOf(authority.toLowerCase(Locale.ROOT));
        return !host.isEmpty() && (host.equals("localhost") || host.endsWith(".localhost")
                || host.equals(listenHost) || reach.names().contains(host)
                || isAddress(host));
    }

    /// The authority without its port; an IPv6 address without its brackets; empty if malformed.
    private static String hostOf(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            return "";
        }
        String address = matcher.group("address");
        return address == null ? matcher.group("name") : address;
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isCrossSite(ApiRequest request) {
        String site = request.header("sec-fetch-site").orElse("none");
        if (!site.equals("none") && !site.equals("same-origin")) {
            return true;
        }
        // `Origin: null` is a sandboxed page or a file: another site as well.
        return request.header("origin").filter(origin ->
                !origin.equals((request.peer().secure() ? "https://" : "http://")
                        + request.header("host").orElse(""))).isPresent();
    }
}
