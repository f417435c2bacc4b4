package io.freshet.gateway;

import io.freshet.net.address.AddressRanges;
import io.freshet.net.http.HttpOrigin;
import io.freshet.net.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/// Believes proxies that are trusted about whom they ask for.
///
/// That is the last entry of `X-Forwarded-For` that is not a trusted proxy itself. Nobody else is
/// believed.
///
/// Threading: immutable.
///
/// @param proxies who is trusted; asked for each request, and cheap while there are none
public record Forwarding(Supplier<AddressRanges> proxies) {

    /// The request as one of whom the proxy asks for.
    HttpRequest resolved(HttpRequest request) {
        AddressRanges trusted = proxies.get();
        HttpOrigin origin = request.origin();
        if (!trusted.contains(origin.remote().getAddress())) {
            return request;
        }
        InetSocketAddress from = trusted.behind(origin.remote().getAddress(),
                String.join(",", request.headers().all("X-Forwarded-For")))
                .map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), 0))
                .orElse(origin.remote());
        boolean secure = request.headers().all("X-Forwarded-Proto").stream().reduce((_, last) ->
                last).map(scheme -> scheme.strip().equalsIgnoreCase("https"))
                .orElse(origin.secure());
        return new HttpRequest(request.method(), request.target(), request.headers(),
                request.body(), new HttpOrigin(from, origin.local(), secure, origin.version(),
                        origin.loop()));
    }
}
