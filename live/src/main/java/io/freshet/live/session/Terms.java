package io.freshet.live.session;

/// On which conditions somebody was let in.
///
/// @param keyId         the publish key or signing key by which it came; empty if by none
/// @param tokenId       names the token without telling it; empty if it came without
/// @param user          whom the token was made for; hostile text; empty if it does not say
/// @param expiresWallMs when it must go; `Long.MAX_VALUE` if never
/// @param tokenViewers  how many may watch with this token at a time; 0 if it does not say
/// @param streamViewers how many may watch the stream on this node; 0 if there is no rule
/// @param bitrateMaxBps a publisher that sends more for long is sent away; 0 if there is no rule
public record Terms(String keyId, String tokenId, String user, long expiresWallMs,
        int tokenViewers, int streamViewers, long bitrateMaxBps) {

    /// None at all.
    public static final Terms NONE = new Terms("", "", "", Long.MAX_VALUE, 0, 0, 0);
}
