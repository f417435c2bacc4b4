package io.freshet.control.access.match;

import java.util.ArrayList;
import java.util.List;

/// Addresses and ranges, some of them or none.
public record AddressList(List<AddressRange> ranges) {

    public static final AddressList NONE = new AddressList(List.of());

    /// Each is compared with every newcomer's.
    private static final int RANGES_MAX = 1000;

    public AddressList {
        ranges = List.copyOf(ranges);
    }

    public static AddressList parse(List<String> texts) throws BadRuleException {
        if (texts.size() > RANGES_MAX) {
            throw new BadRuleException("a list takes " + RANGES_MAX + " addresses at most");
        }
        List<AddressRange> ranges = new ArrayList<>(texts.size());
        for (String text : texts) {
            ranges.add(AddressRange.parse(text));
        }
        return new AddressList(ranges);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /// Whether it has the address; what is no address it does not have.
    public boolean contains(String literal) {
        if (ranges.isEmpty()) {
            return false;
        }
        return AddressRange.bytesOf(literal)
                .map(bytes -> ranges.stream().anyMatch(range -> range.contains(bytes)))
                .orElse(false);
    }

    public List<String> texts() {
        return ranges.stream().map(AddressRange::toString).toList();
    }
}
