package io.freshet.control.hooks;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Tells addresses of the internet from those that mean something inside a network only.
///
/// Spec: the IANA special-purpose registries of IPv4 and IPv6 addresses (RFC 6890).
///
/// Threading: stateless.
final class PublicAddress {

    /// Prefix and its length, by turns.
    private static final int[] NOT_PUBLIC = {
        v4(0, 0), 8, v4(10, 0), 8, v4(100, 64), 10, v4(127, 0), 8, v4(169, 254), 16,
        v4(172, 16), 12, v4(192, 0), 24, v4(192, 0) | 2 << 8, 24, v4(192, 88) | 99 << 8, 24,
        v4(192, 168), 16, v4(198, 18), 15, v4(198, 51) | 100 << 8, 24, v4(203, 0) | 113 << 8, 24,
        v4(224, 0), 4, v4(240, 0), 4,
    };

    private PublicAddress() {
    }

    private static int v4(int first, int second) {
        return first << 24 | second << 16;
    }

    /// Whether a request may go there unless told otherwise.
    static boolean is(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes.getInt(0));
    }

    private static boolean isPublic4(int address) {
        for (int i = 0; i < NOT_PUBLIC.length; i += 2) {
            if ((address ^ NOT_PUBLIC[i]) >>> 32 - NOT_PUBLIC[i + 1] == 0) {
                return false;
            }
        }
        return true;
    }

    /// Of IPv6 only 2000::/3 is given out; what is left carries IPv4 in it or leads nowhere.
    private static boolean isPublic6(ByteBuffer address) {
        int first = address.getShort(0) & 0xFFFF;
        int second = address.getShort(2) & 0xFFFF;
        // 64:ff9b::/96 stands for the IPv4 address at its end.
        if (first == 0x64 && second == 0xff9b && address.getLong(4) == 0) {
            return isPublic4(address.getInt(12));
        }
        boolean givenOut = first >>> 13 == 1;
        boolean special = first == 0x2001 && (second < 0x200 || second == 0xdb8)
                || first == 0x2002 || first == 0x3fff && second < 0x1000;
        return givenOut && !special;
    }
}
