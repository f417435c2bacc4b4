package io.freshet.server.healing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stream that a node has, as it says itself.
///
/// @param name     `APP/NAME`
/// @param live     whether frames should flow
/// @param leads    whether the node leads it
/// @param watched  viewers by all protocols
/// @param frames   that have come, as of the last second
/// @param packaged whether it has HLS
record Carried(String name, boolean live, boolean leads, long watched, long frames,
        boolean packaged) {

    private static final Pattern LINE = Pattern.compile("(\\S{1,300}) live=(true|false) "
            + "leads=(true|false) watched=(\\d{1,10}) frames=(\\d{1,18}) hls=(true|false)");

    String line() {
        return name + " live=" + live + " leads=" + leads + " watched=" + Math.max(0, watched)
                + " frames=" + Math.max(0, frames) + " hls=" + packaged;
    }

    /// Empty if the line is none of ours.
    static Optional<Carried> parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        return matcher.matches() ? Optional.of(new Carried(matcher.group(1),
                matcher.group(2).equals("true"), matcher.group(3).equals("true"),
                Long.parseLong(matcher.group(4)), Long.parseLong(matcher.group(5)),
                matcher.group(6).equals("true"))) : Optional.empty();
    }
}
