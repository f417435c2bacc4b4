package io.freshet.cluster.lead;

import io.freshet.cluster.Leading.Loss;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Written;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The streams that have a publisher on this node, each with its seat.
///
/// Every method returns what is to be done because of it.
///
/// Threading: confined to the caller.
public final class Leadership {

    private final String self;
    private final Judgement judgement;
    private final Map<StreamKey, Seat> seats = new HashMap<>();
    private boolean engineHere;

    /// @param self this node's id
    public Leadership(String self, Judgement judgement) {
        this.self = self;
        this.judgement = judgement;
    }

    /// A publisher came.
    ///
    /// @param entry what the directory says, as far as is known here
    public List<Command> claim(StreamKey key, Publication publication,
            Optional<Held<StreamEntry>> entry, long nowNs) {
        Seat seat = seats.computeIfAbsent(key, _ -> new Seat(key, self, judgement));
        entry.ifPresent(seat::learn);
        List<Command> out = new ArrayList<>();
        seat.wanted(publication, out);
        return settle(seat, nowNs, out);
    }

    /// The directory has changed; empty if the entry was removed.
    public List<Command> entry(StreamKey key, Optional<Held<StreamEntry>> entry, long nowNs) {
        Seat seat = seats.get(key);
        if (seat == null) {
            // Left from an earlier life of this node, or from a write that was given up.
            if (entry.filter(held -> held.value().leader().equals(self)
                    || held.value().standbys().contains(self)).isEmpty()) {
                return List.of();
            }
            seat = new Seat(key, self, judgement);
            seats.put(key, seat);
        }
        entry.ifPresentOrElse(seat::learn, seat::unlearn);
        return settle(seat, nowNs, new ArrayList<>());
    }

    /// What became of a write.
    public List<Command> written(StreamKey key, StreamEntry entry, Written<StreamEntry> written,
            long nowNs) {
        Seat seat = seats.get(key);
        if (seat == null) {
            return List.of();
        }
        List<Command> out = new ArrayList<>();
        seat.written(entry, written, nowNs, out);
        return settle(seat, nowNs, out);
    }

    /// The engine can be reached, or not.
    public List<Command> engine(boolean here, long nowNs) {
        engineHere = here;
        return tick(nowNs);
    }

    /// A mark with that token was read.
    public List<Command> heard(StreamKey key, long token, long nowNs) {
        Seat seat = seats.get(key);
        if (seat == null || !seat.hears(token)) {
            return List.of();
        }
        return settle(seat, nowNs, new ArrayList<>());
    }

    /// The leader does not deliver, or does again.
    public List<Command> lost(StreamKey key, Loss how, long nowNs) {
        Seat seat = seats.get(key);
        if (seat == null) {
            return List.of();
        }
        seat.lost(how, nowNs);
        return settle(seat, nowNs, new ArrayList<>());
    }

    /// A publisher is on air here under that token.
    public List<Command> onAir(StreamKey key, long token) {
        Seat seat = seats.get(key);
        return seat == null ? List.of() : seat.onAir(token).map(List::of).orElse(List.of());
    }

    /// How far numbers have come.
    public List<Command> progress(StreamKey key, HighWater mark, long nowNs) {
        Seat seat = seats.get(key);
        if (seat == null || !seat.progress(mark)) {
            return List.of();
        }
        return settle(seat, nowNs, new ArrayList<>());
    }

    /// The publisher here has left and may come back: who stands by elsewhere is asked to go on.
    public List<Command> left(StreamKey key, long nowNs) {
        Seat seat = seats.get(key);
        if (seat == null) {
            return List.of();
        }
        seat.left(nowNs);
        return settle(seat, nowNs, new ArrayList<>());
    }

    /// The last publisher of that stream here has gone for good.
    public List<Command> ended(StreamKey key, long nowNs) {
        Seat seat = seats.get(key);
        if (seat == null) {
            return List.of();
        }
        seat.ended();
        return settle(seat, nowNs, new ArrayList<>());
    }

    /// Time has passed.
    public List<Command> tick(long nowNs) {
        List<Command> out = new ArrayList<>();
        for (Seat seat : List.copyOf(seats.values())) {
            settle(seat, nowNs, out);
        }
        return out;
    }

    /// With which token this node leads a stream, if it does.
    public OptionalLong leads(StreamKey key) {
        Seat seat = seats.get(key);
        return seat == null ? OptionalLong.empty() : seat.leadsWith();
    }

    /// Whether a publisher of this node stands by.
    public boolean standsBy(StreamKey key) {
        Seat seat = seats.get(key);
        return seat != null && seat.standsBy();
    }

    /// The highest token that is known of a stream with a publisher here; 0 if none.
    public long highest(StreamKey key) {
        Seat seat = seats.get(key);
        return seat == null ? 0 : seat.highest();
    }

    private List<Command> settle(Seat seat, long nowNs, List<Command> out) {
        seat.settle(engineHere, nowNs, out);
        if (seat.isEmpty()) {
            seats.remove(seat.key());
        }
        return out;
    }
}
