package io.freshet.control.access.match;

import io.freshet.net.address.AddressPrefix;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// An address or all addresses that begin alike: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`.
///
/// IPv4 addresses that are mapped into IPv6 are the IPv4 addresses; what stands behind the prefix
/// does not matter.
///
/// Spec: RFC 4632, 3.1; RFC 4291, 2.3 and 2.5.5.2.
public final class AddressRange {

    /// Four numbers without leading zeros, which some readers would take for octal.
    private static final Pattern V4 = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final int CHARS_MAX = 49;
    private static final int MAPPED_BITS = 96;

    private final byte[] first;
    private final int bits;
    private final AddressPrefix prefix;

    private AddressRange(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
        this.prefix = new AddressPrefix(first, bits);
    }

    /// @throws BadRuleException with words for the one who typed it
    public static AddressRange parse(String text) throws BadRuleException {
        if (text.length() > CHARS_MAX) {
            throw bad();
        }
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = bytesOf(address).orElseThrow(AddressRange::bad);
        int most = bytes.length * 8;
        if (slash < 0) {
            return new AddressRange(bytes, most);
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("0|[1-9][0-9]{0,2}")) {
            throw bad();
        }
        int bits = Integer.parseInt(digits);
        if (bytes.length == 4 && address.indexOf(':') >= 0) {
            bits -= MAPPED_BITS;
        }
        if (bits < 0 || bits > most) {
            throw bad();
        }
        return new AddressRange(masked(bytes, bits), bits);
    }

    private static BadRuleException bad() {
        return new BadRuleException("an address is written like 192.0.2.7, 192.0.2.0/24, "
                + "2001:db8::7 or 2001:db8::/32");
    }

    /// The bytes of a literal address; empty if it is none. Names are not looked up.
    public static Optional<byte[]> bytesOf(String literal) {
        boolean six = literal.indexOf(':') >= 0;
        if (!(six ? V6 : V4).matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal).getAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] masked(byte[] bytes, int bits) {
        byte[] masked = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            int left = Math.clamp(bits - 8L * i, 0, 8);
            masked[i] = (byte) (bytes[i] & 0xFF00 >>> left);
        }
        return masked;
    }

    public boolean contains(byte[] address) {
        return prefix.contains(address);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && range.bits == bits
                && Arrays.equals(range.first, first);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + bits;
    }

    /// As it is parsed; one address without its length.
    @Override
    public String toString() {
        try {
            String address = InetAddress.getByAddress(first).getHostAddress();
            return bits == first.length * 8 ? address : address + "/" + bits;
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
