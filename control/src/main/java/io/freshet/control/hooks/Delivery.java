package io.freshet.control.hooks;

/// One event on its way to one webhook.
///
/// @param hookId    to whom
/// @param eventId   what; the receiver knows a repetition by it
/// @param type      of the event
/// @param body      as it is sent
/// @param state     where it stands
/// @param attempts  so far
/// @param createdMs when the event was stored, Unix time
/// @param nextMs    when it is sent next, while it waits
/// @param last      what became of the last attempt
record Delivery(String hookId, String eventId, String type, String body, State state,
        int attempts, long createdMs, long nextMs, Result last) {

    /// Where it stands.
    enum State { WAITING, DELIVERED, DEAD }

    /// What became of an attempt.
    ///
    /// @param status  of HTTP; 0 if there was no answer
    /// @param problem in words; empty if it went well
    record Result(long status, String problem) {
        static final Result NONE = new Result(0, "");

        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    /// Seconds to the next attempt after each one; after the last there is none.
    private static final long[] WAITS_S = {5, 30, 120, 600, 3_600, 21_600, 43_200};

    /// The same after one more attempt.
    Delivery after(Result result, long nowMs) {
        int tried = attempts + 1;
        State next = result.isGood() ? State.DELIVERED
                : tried > WAITS_S.length ? State.DEAD : State.WAITING;
        long waitMs = next == State.WAITING ? WAITS_S[tried - 1] * 1000 : 0;
        return new Delivery(hookId, eventId, type, body, next, tried, createdMs,
                nowMs + waitMs, result);
    }
}
