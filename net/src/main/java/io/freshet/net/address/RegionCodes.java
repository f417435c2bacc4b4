package io.freshet.net.address;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which locations belong to which region; the narrowest decides.
///
/// Threading: immutable.
public final class RegionCodes {

    /// More than there are countries; the parts of a few large ones as well.
    private static final int CODES_MAX = 1_000;
    private static final Pattern ENTRY = Pattern.compile("([a-z0-9-]{1,32})=(continent:[A-Z]{2}"
            + "|country:[A-Z]{2}|subdivision:[A-Z]{2}-[A-Z0-9]{1,3})");

    private final Map<String, String> byCode;

    private RegionCodes(Map<String, String> byCode) {
        this.byCode = Map.copyOf(byCode);
    }

    /// Reads entries, each `NAME=continent:EU`, `NAME=country:DE` or `NAME=subdivision:US-CA`.
    ///
    /// @throws IllegalArgumentException saying which one is wrong
    public static RegionCodes of(List<String> texts) {
        if (texts.size() > CODES_MAX) {
            throw new IllegalArgumentException("more than " + CODES_MAX + " codes");
        }
        Map<String, String> byCode = new HashMap<>();
        for (String text : texts) {
            Matcher entry = ENTRY.matcher(text);
            if (!entry.matches()) {
                throw new IllegalArgumentException(text + " is not NAME=continent:EU,"
                        + " NAME=country:DE or NAME=subdivision:US-CA");
            }
            if (byCode.put(entry.group(2), entry.group(1)) != null) {
                throw new IllegalArgumentException(entry.group(2) + " is there twice");
            }
        }
        return new RegionCodes(byCode);
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return byCode.isEmpty();
    }

    /// The region of a location, if one was named for it.
    public Optional<String> of(Location location) {
        return Optional.ofNullable(byCode.get("subdivision:" + location.subdivision()))
                .or(() -> Optional.ofNullable(byCode.get("country:" + location.country())))
                .or(() -> Optional.ofNullable(byCode.get("continent:" + location.continent())));
    }
}
