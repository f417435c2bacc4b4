package io.freshet.live.session;

/// The other end, as far as it is known. What it says of itself is hostile text.
///
/// @param address   without port; an IPv4 address that came mapped into IPv6 is written as IPv4
/// @param loopback  true if it is on this machine and nothing says that it forwards for another: no
///                  PROXY protocol, no Forwarded header, no Origin
/// @param secure    whether it came by TLS
/// @param userAgent what it calls itself, cut; empty if it does not say
/// @param referer   header `Referer`, cut, or RTMP's `pageUrl`; empty if there is none
/// @param origin    header `Origin`, cut; empty if there is none
public record Peer(String address, boolean loopback, boolean secure, String userAgent,
        String referer, String origin) {

    /// Browsers' own names are shorter; one is kept for each viewer.
    public static final int TEXT_CHARS_MAX = 200;

    public Peer {
        userAgent = cut(userAgent);
        referer = cut(referer);
        origin = cut(origin);
    }

    /// One of whom only the address is known.
    public static Peer of(String address, boolean loopback) {
        return new Peer(address, loopback, false, "", "", "");
    }

    private static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }
}
