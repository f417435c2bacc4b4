package io.freshet.live;

/// How often a source's timestamps had to be mended, since the stream began.
///
/// @param jumps        the source's clock leapt; its frames were moved to follow on
/// @param audioAnchors sound stayed more than 20 ms off its sample count and was anchored anew
/// @param steps        a frame did not come after its predecessor and was moved by less than 0.5 s
/// @param dropped      frames left out because there was no place for them
/// @param untilKey     frames left out at a start because no key frame had come
/// @param clockMoves   presentation before decoding, mended
public record Repairs(long jumps, long audioAnchors, long steps, long dropped, long untilKey,
        long clockMoves) {

    /// None yet.
    public static final Repairs NONE = new Repairs(0, 0, 0, 0, 0, 0);

    /// All of them.
    public long total() {
        return jumps + audioAnchors + steps + dropped + untilKey + clockMoves;
    }
}
