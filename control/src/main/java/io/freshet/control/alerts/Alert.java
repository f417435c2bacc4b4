package io.freshet.control.alerts;

/// A rule that is broken, or was.
///
/// @param id         names it
/// @param rule       as it was when it was seen last
/// @param breach     what is wrong, as it was seen last
/// @param state      where it stands
/// @param sinceMs    when it was first seen, Unix time
/// @param firedMs    when it had held long enough; 0 if it has not
/// @param resolvedMs when it was over; 0 if it is not
/// @param silenced   whether nobody is told
record Alert(String id, AlertRule rule, Breach breach, State state, long sinceMs, long firedMs,
        long resolvedMs, boolean silenced) {

    /// Where it stands.
    enum State {
        /// Seen, but not for long enough.
        PENDING,
        /// People should act.
        FIRING,
        /// Over.
        RESOLVED
    }

    Alert seen(AlertRule now, Breach latest, boolean isSilenced) {
        return new Alert(id, now, latest, state, sinceMs, firedMs, resolvedMs, isSilenced);
    }

    Alert fired(long nowMs) {
        return new Alert(id, rule, breach, State.FIRING, sinceMs, nowMs, 0, silenced);
    }

    Alert resolved(long nowMs) {
        return new Alert(id, rule, breach, State.RESOLVED, sinceMs, firedMs, nowMs, silenced);
    }
}
