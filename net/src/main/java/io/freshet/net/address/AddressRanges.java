package io.freshet.net.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Addresses and ranges of them that the operator has named.
///
/// Threading: immutable.
///
/// @param ranges each of them
public record AddressRanges(List<AddressPrefix> ranges) {

    /// Nobody.
    public static final AddressRanges NONE = new AddressRanges(List.of());

    /// All of them are looked at for each connection.
    private static final int RANGES_MAX = 1_000;
    private static final int HOPS_MAX = 20;

    public AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /// Reads `ADDRESS` or `ADDRESS/BITS`, each.
    ///
    /// @throws IllegalArgumentException saying which one is wrong
    public static AddressRanges of(List<String> texts) {
        if (texts.size() > RANGES_MAX) {
            throw new IllegalArgumentException("more than " + RANGES_MAX + " ranges");
        }
        List<AddressPrefix> ranges = new ArrayList<>();
        texts.forEach(text -> ranges.add(range(text)));
        return new AddressRanges(ranges);
    }

    private static AddressPrefix range(String text) {
        try {
            int slash = text.indexOf('/');
            byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int bits = slash < 0 ? address.length * 8
                    : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException("bits");
            }
            return new AddressPrefix(address, bits);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not ADDRESS or ADDRESS/BITS",
                    wrong);
        }
    }

    /// Whether that address is one of them.
    public boolean contains(InetAddress address) {
        if (ranges.isEmpty()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    /// For whom these forward: the last address in `hops` that is none of theirs, as it is written
    /// there. What stands before it the client may have made up.
    ///
    /// @param from who is at the other end of the connection
    /// @param hops what `X-Forwarded-For` says
    /// @return empty if `from` is none of these, or says nothing
    public Optional<String> behind(InetAddress from, String hops) {
        Optional<String> behind = Optional.empty();
        InetAddress at = from;
        String[] each = hops.split(",", -1);
        for (int i = each.length - 1; i >= Math.max(0, each.length - HOPS_MAX) && contains(at);
                i--) {
            try {
                at = InetAddress.ofLiteral(each[i].strip());
            } catch (IllegalArgumentException noAddress) {
                break;
            }
            behind = Optional.of(each[i].strip());
        }
        return behind;
    }
}
