package io.freshet.live.session;

import io.freshet.live.AccessPolicy.Action;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// All sessions of this node.
///
/// Threading: shared; every map is concurrent, limits are exact.
public final class Sessions {

    /// Reason of a session's end: the same is to be had at another node, where the gateway sends
    /// the peer if it can.
    public static final String MOVED = "served by another node now";

    /// Odd, so that every number gets an id of its own.
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final Clock clock;
    private final long seed;
    private final AtomicLong numbers = new AtomicLong();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<StreamKey, Crowd> streams = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, AtomicInteger> byToken = new ConcurrentHashMap<>();

    /// The sessions of one stream.
    ///
    /// Threading: shared; a crowd that is left empty goes out of the map in one step with that.
    private static final class Crowd {
        final ConcurrentHashMap<String, Session> byId = new ConcurrentHashMap<>();
        final AtomicInteger viewers = new AtomicInteger();
    }

    /// What became of the wish to begin.
    public sealed interface Outcome {

        /// It is in.
        record Opened(Session session) implements Outcome {
        }

        /// There is no place for it.
        ///
        /// @param reason in words for the peer
        record Full(String reason) implements Outcome {
        }
    }

    /// @param seed of the ids; another one at every start, so that no id comes twice
    public Sessions(Clock clock, long seed) {
        this.clock = clock;
        this.seed = seed;
    }

    /// Tells `listener` of everybody from now on.
    public void listen(SessionListener listener) {
        listeners.add(listener);
    }

    /// Begins one, if its terms leave room for it.
    public Outcome open(Opening opening) {
        Terms terms = opening.terms();
        boolean plays = opening.action() == Action.PLAY;
        if (plays && terms.tokenViewers() > 0 && !tookPlace(terms)) {
            return new Outcome.Full("as many watch with this token as it allows");
        }
        long number = numbers.incrementAndGet();
        Session session = new Session(number, idOf(number), opening, clock.wallMs());
        if (!joined(session, plays ? terms.streamViewers() : 0)) {
            leaveToken(session);
            return new Outcome.Full("stream " + opening.stream()
                    + " has as many viewers as it may have");
        }
        listeners.forEach(listener -> listener.opened(session));
        return new Outcome.Opened(session);
    }

    private boolean tookPlace(Terms terms) {
        boolean[] took = new boolean[1];
        byToken.compute(terms.tokenId(), (_, before) -> {
            AtomicInteger count = before == null ? new AtomicInteger() : before;
            took[0] = count.get() < terms.tokenViewers();
            if (took[0]) {
                count.incrementAndGet();
            }
            return count;
        });
        return took[0];
    }

    private boolean joined(Session session, int viewersMax) {
        boolean[] joined = new boolean[1];
        streams.compute(session.stream(), (_, before) -> {
            Crowd crowd = before == null ? new Crowd() : before;
            joined[0] = viewersMax <= 0 || crowd.viewers.get() < viewersMax;
            if (joined[0]) {
                crowd.byId.put(session.id(), session);
                if (session.action() == Action.PLAY) {
                    crowd.viewers.incrementAndGet();
                }
            }
            return crowd.byId.isEmpty() ? null : crowd;
        });
        return joined[0];
    }

    /// It has gone; again is no harm.
    ///
    /// @param reason in words, for logs and pages
    public void close(Session session, String reason) {
        if (!session.close()) {
            return;
        }
        streams.computeIfPresent(session.stream(), (_, crowd) -> {
            if (crowd.byId.remove(session.id()) != null && session.action() == Action.PLAY) {
                crowd.viewers.decrementAndGet();
            }
            return crowd.byId.isEmpty() ? null : crowd;
        });
        leaveToken(session);
        listeners.forEach(listener -> listener.closed(session, reason));
    }

    private void leaveToken(Session session) {
        if (session.action() == Action.PLAY && session.terms().tokenViewers() > 0) {
            byToken.computeIfPresent(session.terms().tokenId(), (_, count) ->
                    count.decrementAndGet() <= 0 ? null : count);
        }
    }

    /// Those of a stream, publishers too, in no order.
    public Collection<Session> of(StreamKey stream) {
        Crowd crowd = streams.get(stream);
        return crowd == null ? List.of() : List.copyOf(crowd.byId.values());
    }

    /// How many watch it.
    public int viewers(StreamKey stream) {
        Crowd crowd = streams.get(stream);
        return crowd == null ? 0 : crowd.viewers.get();
    }

    /// One of a stream.
    public Optional<Session> find(StreamKey stream, String id) {
        Crowd crowd = streams.get(stream);
        return crowd == null ? Optional.empty() : Optional.ofNullable(crowd.byId.get(id));
    }

    /// Looks at each that is there now.
    public void forEach(Consumer<Session> look) {
        streams.values().forEach(crowd -> crowd.byId.values().forEach(look));
    }

    /// 13 characters from a number, each from another, without telling how many came before.
    private String idOf(long number) {
        long mixed = (number + seed) * SPREAD;
        mixed ^= mixed >>> 32;
        mixed *= SPREAD;
        return Long.toUnsignedString(mixed ^ mixed >>> 29, 36);
    }
}
