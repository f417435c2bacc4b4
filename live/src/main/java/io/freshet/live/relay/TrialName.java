package io.freshet.live.relay;

import io.freshet.media.StreamKey;

/// Names of streams that nodes push to each other to see whether they play: nobody else may use
/// them, and no list shows them.
///
/// Threading: stateless.
public final class TrialName {

    private static final String PREFIX = "freshet-trial-";

    private TrialName() {
    }

    /// That for a node.
    public static String of(String node) {
        return PREFIX + node;
    }

    /// Whether that is one.
    public static boolean is(StreamKey key) {
        return key.name().startsWith(PREFIX);
    }
}
