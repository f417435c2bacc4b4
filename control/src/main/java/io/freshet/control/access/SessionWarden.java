package io.freshet.control.access;

import io.freshet.control.access.rule.Rules;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.session.Session;
import io.freshet.live.session.SessionListener;
import io.freshet.live.session.Sessions;
import io.freshet.media.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sends those away who may no longer be in: once a second whose time is up, and everybody whom
/// new rules do not let in any more.
///
/// Threading: `look` and `recheck` by one thread; the listener's methods by anybody.
final class SessionWarden implements SessionListener {

    /// An encoder may burst, after a stall too.
    private static final long TOO_FAST_NS = 10_000_000_000L;

    private final Sessions sessions;
    private final Clock clock;
    /// Those whose time ends.
    private final Set<Session> mortal = ConcurrentHashMap.newKeySet();
    /// Publishers whose bitrate is bounded.
    private final ConcurrentHashMap<Session, Pace> paces = new ConcurrentHashMap<>();

    /// Threading: confined to the warden's thread.
    private static final class Pace {
        private long bytes;
        private long atNs;
        private long tooFastSinceNs;
        private boolean tooFast;

        Pace(long nowNs) {
            atNs = nowNs;
        }

        /// Whether it has been too fast for too long.
        boolean looks(Session session, long nowNs) {
            long carried = session.bytes();
            double seconds = (nowNs - atNs) / 1e9;
            boolean fast = seconds > 0
                    && (carried - bytes) * 8 / seconds > session.terms().bitrateMaxBps();
            if (fast && !tooFast) {
                tooFastSinceNs = atNs;
            }
            tooFast = fast;
            bytes = carried;
            atNs = nowNs;
            return fast && nowNs - tooFastSinceNs >= TOO_FAST_NS;
        }
    }

    SessionWarden(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
        sessions.listen(this);
    }

    @Override
    public void opened(Session session) {
        if (session.terms().expiresWallMs() != Long.MAX_VALUE) {
            mortal.add(session);
        }
        if (session.action() == Action.PUBLISH && session.terms().bitrateMaxBps() > 0) {
            paces.put(session, new Pace(clock.monotonicNs()));
        }
    }

    @Override
    public void closed(Session session, String reason) {
        mortal.remove(session);
        paces.remove(session);
    }

    /// Whose time is up, and who sends too much.
    void look() {
        long nowMs = clock.wallMs();
        mortal.forEach(session -> {
            if (nowMs >= session.terms().expiresWallMs()) {
                session.end(session.action() == Action.PLAY ? "the token has expired"
                        : "the publish key has expired");
            }
        });
        long nowNs = clock.monotonicNs();
        paces.forEach((session, pace) -> {
            if (pace.looks(session, nowNs)) {
                session.end("sends more than " + session.terms().bitrateMaxBps() / 1000
                        + " kbit/s, which is its limit");
            }
        });
    }

    /// Whom these rules do not let stay.
    void recheck(Rules rules) {
        long nowMs = clock.wallMs();
        sessions.forEach(session -> rules.endOf(session, nowMs).ifPresent(session::end));
    }
}
