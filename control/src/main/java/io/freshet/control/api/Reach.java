package io.freshet.control.api;

import io.freshet.control.api.ApiRequest.Peer;
import io.freshet.net.address.AddressRanges;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// By which names the port is asked, and through which proxies.
///
/// A proxy that is trusted says whom it asks for, in the last entry of `X-Forwarded-For` that is
/// not a trusted proxy itself: what stands before that the client may have made up.
///
/// @param names   DNS names in lower case, beside those that always work
/// @param proxies addresses of those that are believed
public record Reach(Set<String> names, AddressRanges proxies) {

    /// By address and localhost alone, and without a proxy that is believed.
    public static final Reach DIRECT = new Reach(Set.of(), AddressRanges.NONE);

    public Reach {
        names = Set.copyOf(names);
    }

    /// Reads names, and addresses or ranges `ADDRESS/BITS`.
    ///
    /// @throws IllegalArgumentException naming the key and what is wrong with it
    public static Reach of(List<String> names, List<String> proxies) {
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
                throw new IllegalArgumentException("control.names: '" + name
                        + "' is not a DNS name; write it without scheme, port and path");
            }
        }
        Set<String> lower = names.stream().map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        try {
            return new Reach(lower, AddressRanges.of(proxies));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("control.trusted-proxies: " + wrong.getMessage(),
                    wrong);
        }
    }

    /// The request as one of whom the proxy asks for, if it came from a proxy that is trusted.
    ApiRequest resolved(ApiRequest request) {
        return address(request.peer().address()).flatMap(from -> proxies.behind(from,
                request.header("x-forwarded-for").orElse(""))).map(behind -> new ApiRequest(
                request.method(), request.rawPath(), request.query(), request.headers(),
                request.body(), new Peer(behind, request.peer().loopback(),
                        request.peer().secure()))).orElse(request);
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
