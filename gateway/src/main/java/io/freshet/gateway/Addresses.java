package io.freshet.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;

/// How addresses are written for policies, logs and lists.
///
/// Threading: stateless.
public final class Addresses {

    private Addresses() {
    }

    /// Without the zone of a link-local address, which means something on this machine only.
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = address instanceof Inet6Address ? text.indexOf('%') : -1;
        return zone < 0 ? text : text.substring(0, zone);
    }
}
