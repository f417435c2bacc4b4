package io.freshet.coordination;

/// Fencing tokens: whoever hears a higher one obeys it, and nothing lower any more.
///
/// The upper 47 bits are the directory entry's revision at the claim, the lower 16 are 0. A session
/// that begins while the engine is away has no revision: it takes the highest token that it knows
/// of and sets the lower bits by its name, so that it beats what it follows, is told from another
/// such session, and is beaten by the next claim.
public final class Tokens {

    /// Of a node that is in no cluster.
    public static final long NONE = 0;

    private static final int BITS = 16;
    private static final long MASK = (1L << BITS) - 1;

    private Tokens() {
    }

    /// The token of a claim: more than `above`, even if the engine lost all and counts from 1.
    public static long confirmed(long revision, long above) {
        return Math.max(revision, (above >>> BITS) + 1) << BITS;
    }

    /// The token of a session that could not claim.
    ///
    /// @param above   the highest token known of that stream, 0 if none
    /// @param session its name, of which the lower bits are made
    public static long provisional(long above, String session) {
        long own = Math.floorMod(session.hashCode() * 0x9E3779B1L, MASK) + 1;
        long made = above & ~MASK | own;
        return made > above ? made : (above & ~MASK) + (1L << BITS) | own;
    }

    /// Whether it was made while the engine was away.
    public static boolean isProvisional(long token) {
        return (token & MASK) != 0;
    }
}
