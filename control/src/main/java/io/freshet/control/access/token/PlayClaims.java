package io.freshet.control.access.token;

import io.freshet.control.access.match.AddressRange;
import io.freshet.control.access.match.StreamPattern;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a playback token grants.
///
/// @param stream      which streams of the key's app
/// @param expiresMs   Unix ms
/// @param notBeforeMs Unix ms; 0 if it does not say
/// @param address     whom it is bound to, if to anybody
/// @param viewers     how many may watch with it at a time; 0 if it does not say
/// @param user        whom it was made for; empty if it does not say
public record PlayClaims(StreamPattern stream, long expiresMs, long notBeforeMs,
        Optional<AddressRange> address, int viewers, String user) {

    /// Clocks of servers that sign are this much off, at most.
    static final long SKEW_MS = 30_000;

    private static final int VIEWERS_MAX = 1_000_000;
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@:|+-]{0,64}");

    /// @throws BadTokenException if a value is out of its range
    static PlayClaims checked(PlayClaims claims) throws BadTokenException {
        if (claims.viewers < 0 || claims.viewers > VIEWERS_MAX) {
            throw new BadTokenException("number of viewers");
        }
        if (!isUser(claims.user)) {
            throw new BadTokenException("user");
        }
        return claims;
    }

    /// Whether it can be the name of a user in a token.
    public static boolean isUser(String text) {
        return USER.matcher(text).matches();
    }

    /// Whether it is good at that time. No skew at the end: who signs can add it.
    public boolean isTimely(long nowMs) {
        return nowMs < expiresMs && nowMs >= notBeforeMs - SKEW_MS;
    }

    /// Whether it is good for that stream, asked for from that address.
    public boolean covers(String stream, String peerAddress) {
        return this.stream.matches(stream) && (address.isEmpty()
                || AddressRange.bytesOf(peerAddress).filter(address.get()::contains).isPresent());
    }
}
