package io.freshet.control.people;

import io.freshet.control.api.Role;
import java.util.Map;
import java.util.Optional;

/// What a program shows instead of a password.
///
/// @param id        what lists show; no secret
/// @param name      what it is for, in its owner's words
/// @param owner     who made it: it can do no more than they, and ends with them
/// @param prefix    how its text begins, to tell it from others
/// @param grants    app -> role
/// @param createdMs Unix time
/// @param usedMs    Unix time of the last request, a minute behind at most; empty if never
/// @param expiresMs Unix time when it ends; empty if never
record ApiToken(String id, String name, User owner, String prefix, Map<String, Role> grants,
        long createdMs, Optional<Long> usedMs, Optional<Long> expiresMs) {

    /// The same with another time of use.
    boolean isGood(long nowMs) {
        return !owner.disabled() && expiresMs.map(end -> nowMs < end).orElse(true);
    }
}
