package io.freshet.gateway.hls;

import io.freshet.live.session.Session;
import io.freshet.live.session.Sessions;
import io.freshet.live.session.Terms;
import io.freshet.net.http.HttpRequest;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Counts who watches a stream by HLS, from the segments and parts that are fetched.
///
/// HLS has no connection that lasts, and its URLs are the same for all, so that caches can serve
/// them. A player that says its CMCD session is one viewer. The others are told apart by address
/// and user agent; of those who share both there are as many as fetched the same segment, since a
/// player fetches each once. Who asks for playlists alone watches nothing.
///
/// Threading: shared; each watcher guards itself.
final class HlsViewers {

    /// Longer than the longest segment lasts, by a few seconds of delay.
    static final long MEMORY_NS = 15_000_000_000L;
    /// Beyond this, newcomers are not counted; they are still served.
    private static final int WATCHERS_MAX = 200_000;
    /// Two seconds of parts of picture and sound; players of one address are about as far apart.
    private static final int FILES_REMEMBERED = 16;

    private final Sessions sessions;
    private final ConcurrentHashMap<Who, Watcher> watchers = new ConcurrentHashMap<>();

    HlsViewers(Sessions sessions) {
        this.sessions = sessions;
    }

    /// What tells one viewer from another.
    ///
    /// @param name   of the session, or address and user agent
    /// @param single nobody else has this name
    record Who(String name, boolean single) {
    }

    /// Who sends this request. What one token's bearer says of itself is not another's.
    static Who whoAsks(HttpRequest request, Terms terms) {
        String token = terms.tokenId().isEmpty() ? "" : terms.tokenId() + " ";
        return Cmcd.session(request).map(session -> new Who(token + session, true)).orElseGet(
                () -> new Who(token + request.origin().remote().getAddress().getHostAddress() + " "
                        + request.header("User-Agent").orElse(""), false));
    }

    /// Begins the session of one who fetches media for the first time.
    ///
    /// @param opening of a session that can be ended by what it is given
    /// @return why it gets none: it was sent away, or there is no room; empty if it may go on
    Optional<String> refusal(Who who, Function<Consumer<String>, Sessions.Outcome> opening) {
        Watcher watcher = watchers.get(who);
        if (watcher == null && watchers.size() < WATCHERS_MAX) {
            watcher = watchers.computeIfAbsent(who, _ -> new Watcher());
        }
        return watcher == null ? Optional.empty() : watcher.refusal(opening);
    }

    /// Somebody has fetched a segment or part from its beginning.
    void fetched(Who who, String file, long bytes, long nowNs) {
        Watcher watcher = watchers.get(who);
        if (watcher != null) {
            watcher.fetched(who.single ? 0 : file.hashCode(), bytes, nowNs);
        }
    }

    /// Whether that one has fetched media lately.
    ///
    /// @param shared also if others may have the same name
    boolean knows(Who who, boolean shared, long nowNs) {
        Watcher watcher = who.single || shared ? watchers.get(who) : null;
        return watcher != null && watcher.count(nowNs) > 0;
    }

    /// How many there are, and forgets those who have gone.
    int count(long nowNs) {
        int sum = 0;
        for (Iterator<Who> all = watchers.keySet().iterator(); all.hasNext();) {
            Who who = all.next();
            Watcher watcher = watchers.get(who);
            int viewers = watcher == null ? 0 : watcher.count(nowNs);
            if (viewers == 0 && (watcher == null || watcher.leaves(nowNs, sessions))) {
                all.remove();
            }
            sum += who.single ? Math.min(1, viewers) : viewers;
        }
        return sum;
    }

    /// Nobody watches any more.
    void close(String reason) {
        watchers.values().forEach(watcher -> watcher.close(reason, sessions));
        watchers.clear();
    }

    /// What one name has fetched lately.
    ///
    /// Threading: shared, guarded by itself.
    private static final class Watcher {
        private final int[] files = new int[FILES_REMEMBERED];
        private final int[] counts = new int[FILES_REMEMBERED];
        private final long[] lastNs = new long[FILES_REMEMBERED];
        private int oldest;
        private @Nullable Session session;
        private @Nullable String sentAway;
        private boolean begun;
        private long asksLastNs;

        synchronized Optional<String> refusal(
                Function<Consumer<String>, Sessions.Outcome> opening) {
            if (sentAway == null && session == null) {
                switch (opening.apply(this::sendAway)) {
                    case Sessions.Outcome.Full(String reason) -> {
                        return Optional.of(reason);
                    }
                    case Sessions.Outcome.Opened(Session opened) -> session = opened;
                }
            }
            return Optional.ofNullable(sentAway);
        }

        private synchronized void sendAway(String reason) {
            sentAway = reason;
        }

        /// Whether it can be forgotten; then its session is over.
        synchronized boolean leaves(long nowNs, Sessions sessions) {
            if (sentAway != null) {
                close(sentAway, sessions);
            }
            // One that never got anything is forgotten as long after it was first looked at.
            asksLastNs = begun ? asksLastNs : nowNs;
            begun = true;
            boolean fetched = false;
            for (int i = 0; i < files.length; i++) {
                if (counts[i] > 0) {
                    asksLastNs = fetched ? Math.max(asksLastNs, lastNs[i]) : lastNs[i];
                    fetched = true;
                }
            }
            boolean gone = nowNs - asksLastNs > MEMORY_NS;
            if (gone) {
                close("fetches no more", sessions);
            }
            return gone;
        }

        synchronized void close(String reason, Sessions sessions) {
            if (session != null) {
                sessions.close(session, reason);
            }
        }

        synchronized void fetched(int file, long bytes, long nowNs) {
            if (session != null) {
                session.carried(bytes);
            }
            int at = 0;
            while (at < files.length && (files[at] != file || counts[at] == 0)) {
                at++;
            }
            if (at == files.length) {
                at = oldest;
                oldest = (oldest + 1) % files.length;
                files[at] = file;
                counts[at] = 0;
            }
            counts[at]++;
            lastNs[at] = nowNs;
        }

        synchronized int count(long nowNs) {
            if (sentAway != null) {
                return 0;
            }
            int most = 0;
            for (int i = 0; i < files.length; i++) {
                boolean fresh = counts[i] > 0 && nowNs - lastNs[i] <= MEMORY_NS;
                most = fresh ? Math.max(most, counts[i]) : most;
            }
            return most;
        }
    }
}
