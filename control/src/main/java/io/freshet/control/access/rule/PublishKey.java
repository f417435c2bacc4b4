package io.freshet.control.access.rule;

import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.api.Digests;

/// A key with which encoders publish. What they send is not kept, only its hash.
///
/// @param id         names it
/// @param name       what the operator calls it
/// @param stream     which streams of the app it is good for
/// @param addresses  from where it is good; everywhere if empty
/// @param hash       SHA-256 of the secret
/// @param hint       the end of the secret, for people who compare
/// @param expiresMs  Unix ms; `Long.MAX_VALUE` if never
/// @param before     the secret before the last rotation
/// @param createdMs  Unix ms
/// @param createdBy  by whom
public record PublishKey(String id, String name, StreamPattern stream, AddressList addresses,
        String hash, String hint, long expiresMs, Before before, long createdMs,
        String createdBy) {

    /// The secret that was replaced.
    ///
    /// @param hash    of it; empty if there is none
    /// @param untilMs Unix ms until which it is good, too
    public record Before(String hash, long untilMs) {
        public static final Before NONE = new Before("", 0);
    }

    /// Until when a secret with that hash is good here; 0 if it is not ours.
    ///
    /// Both hashes are compared, and in constant time.
    public long goodUntilMs(String given) {
        boolean now = Digests.same(hash, given);
        boolean old = Digests.same(before.hash.isEmpty() ? hash : before.hash, given);
        return now ? expiresMs : old ? Math.min(before.untilMs, expiresMs) : 0;
    }

    /// Names the secret by which a publisher came, for as long as it is good.
    public String sessionKey(String given) {
        return id + "#" + given.substring(0, 8);
    }

    /// Whether a publisher who came with that may stay.
    boolean stillKnows(String sessionKey) {
        return sessionKey.equals(sessionKey(hash))
                || !before.hash.isEmpty() && sessionKey.equals(sessionKey(before.hash));
    }

    /// Not the hashes.
    @Override
    public String toString() {
        return "PublishKey " + id + " " + stream;
    }
}
