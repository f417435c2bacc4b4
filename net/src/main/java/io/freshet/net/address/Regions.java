package io.freshet.net.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Tells the region of an address by ranges that the operator has named; the narrowest decides.
/// Whom no range takes somebody else may know, such as a database.
///
/// Threading: immutable; whom it asks is shared.
public final class Regions {

    /// The region of those whom no range takes.
    public static final String OTHER = "other";
    /// All of them are looked at for each newcomer; few enough to be labels.
    private static final int RANGES_MAX = 1_000;
    private static final int NAMES_MAX = 50;

    /// None are named.
    public static final Regions NONE = Regions.of(List.of());

    private final List<Range> ranges;
    private final Function<InetAddress, Optional<String>> beyond;

    private record Range(String name, AddressPrefix prefix) {
    }

    private Regions(List<Range> ranges, Function<InetAddress, Optional<String>> beyond) {
        this.ranges = ranges;
        this.beyond = beyond;
    }

    /// The same ranges, and somebody who is asked about all other addresses; quick.
    public Regions orElse(Function<InetAddress, Optional<String>> source) {
        return new Regions(ranges, source);
    }

    /// Reads ranges, each `NAME=ADDRESS/BITS`.
    ///
    /// @throws IllegalArgumentException saying which one is wrong
    public static Regions of(List<String> texts) {
        if (texts.size() > RANGES_MAX) {
            throw new IllegalArgumentException("more than " + RANGES_MAX + " ranges");
        }
        List<Range> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(range(text));
        }
        TreeSet<String> names = new TreeSet<>();
        ranges.forEach(range -> names.add(range.name()));
        if (names.size() > NAMES_MAX) {
            throw new IllegalArgumentException("more than " + NAMES_MAX + " regions");
        }
        ranges.sort((a, b) -> Integer.compare(b.prefix().bits(), a.prefix().bits()));
        return new Regions(List.copyOf(ranges), _ -> Optional.empty());
    }

    private static Range range(String text) {
        int equals = text.indexOf('=');
        int slash = text.lastIndexOf('/');
        String wrong = text + " is not NAME=ADDRESS/BITS";
        if (equals < 1 || slash < equals
                || !text.substring(0, equals).matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException(wrong);
        }
        try {
            byte[] prefix = InetAddress.ofLiteral(text.substring(equals + 1, slash)).getAddress();
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > prefix.length * 8) {
                throw new IllegalArgumentException(wrong);
            }
            return new Range(text.substring(0, equals), new AddressPrefix(prefix, bits));
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException(wrong, bad);
        }
    }

    /// The region of an address that is written in figures.
    public String of(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            byte[] bytes = literal.getAddress();
            return ranges.stream().filter(range -> range.prefix().contains(bytes)).findFirst()
                    .map(range -> range.name()).or(() -> beyond.apply(literal)).orElse(OTHER);
        } catch (IllegalArgumentException _) {
            return OTHER;
        }
    }
}
