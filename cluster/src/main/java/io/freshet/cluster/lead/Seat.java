package io.freshet.cluster.lead;

import io.freshet.cluster.Leading.Claimed;
import io.freshet.cluster.Leading.Loss;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Tokens;
import io.freshet.coordination.Written;
import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One stream that has, or had, a publisher on this node.
///
/// | role | how it gets there | what it does |
/// |---|---|---|
/// | IDLE | the publisher has gone | takes its name out of the entry |
/// | WANTED | a publisher asks | claims, stands by if somebody leads, or goes on provisionally |
/// | STANDBY | somebody else leads | claims when its relay is lost and the leader gone, or drains |
/// | LEADING | a claim held | renews the entry; stops at the first higher token |
///
/// Provisionally means without the engine; it claims when that is back. A standby also claims when
/// another node has lost the leader too, when the leader's publisher has frozen while its own goes
/// on, and when a leader has left its place: it does where its publisher has left. A seat compares
/// what the directory should say with what it says and writes the difference: it does not matter
/// which events were lost, doubled or late.
///
/// Threading: confined to the caller.
final class Seat {

    /// The entry is written anew this often, with how far numbers have come.
    private static final long RENEW_NS = 60_000_000_000L;
    /// After a write without answer.
    private static final long RETRY_NS = 500_000_000L;
    /// A write that is answered by nobody, not even by a failure, is forgotten.
    private static final long WRITE_NS = 10_000_000_000L;
    /// So long a leader whose publisher has left leaves its place to whoever stands by.
    private static final long YIELD_NS = 3_000_000_000L;
    /// It does so again after that: where all publishers are away nobody is any better.
    private static final long YIELD_AGAIN_NS = 10_000_000_000L;
    /// So long a leader that heard of a higher token waits for it to show in the directory.
    private static final long SETTLING_NS = 5_000_000_000L;

    private enum Role { IDLE, WANTED, STANDBY, LEADING }

    private final StreamKey key;
    private final String self;
    private final Judgement judgement;
    private final Heirs heirs;
    private final Supply supply = new Supply();
    private Role role = Role.IDLE;
    private Publication publication = new Publication("", 0);
    private boolean hasInput;
    private boolean asking;
    private @Nullable Held<StreamEntry> seen;
    private long token;
    private long highest;
    private HighWater mark = HighWater.NONE;
    private boolean writing;
    private long writeNs;
    private long retryNs = Long.MIN_VALUE;
    private long renewedNs;
    private long waitingNs = Long.MIN_VALUE / 2;
    private long yieldNs = Long.MIN_VALUE / 2;
    private boolean yields;

    Seat(StreamKey key, String self, Judgement judgement) {
        this.key = key;
        this.self = self;
        this.judgement = judgement;
        this.heirs = new Heirs(judgement);
    }

    StreamKey key() {
        return key;
    }

    boolean isEmpty() {
        return role == Role.IDLE && !hasInput && !writing && !named();
    }

    OptionalLong leadsWith() {
        return role == Role.LEADING ? OptionalLong.of(token) : OptionalLong.empty();
    }

    boolean standsBy() {
        return role == Role.STANDBY;
    }

    long highest() {
        return highest;
    }

    /// Whether the entry names us.
    private boolean named() {
        return seen != null && (seen.value().leader().equals(self)
                || seen.value().standbys().contains(self));
    }

    void wanted(Publication wish, List<Command> out) {
        hasInput = true;
        yields = false;
        switch (role) {
            case LEADING -> out.add(new Command.Answer(key, new Claimed.Leads(token, mark)));
            case STANDBY -> answerStandby(out);
            case IDLE, WANTED -> {
                publication = wish;
                role = Role.WANTED;
                asking = true;
            }
        }
    }

    /// What a stream that has just gone on air under that token has missed.
    Optional<Command> onAir(long under) {
        if (role == Role.LEADING && under < token) {
            return Optional.of(new Command.Lead(key, token, mark));
        }
        return role == Role.STANDBY && under < highest
                ? Optional.of(new Command.StepDown(key, highest, leaderOf(highest)))
                : Optional.empty();
    }

    void ended() {
        hasInput = false;
        asking = false;
        role = Role.IDLE;
        supply.forget();
    }

    void learn(Held<StreamEntry> held) {
        if (seen == null || held.revision() >= seen.revision() || isAnew(held)) {
            seen = held;
            highest = Math.max(highest, held.value().tokenAt(held.revision()));
            mark = mark.max(held.value().highWater());
        }
    }

    /// The engine counts from 1 again after its storage was lost; tokens go on growing even so.
    private boolean isAnew(Held<StreamEntry> held) {
        return seen != null && held.value().tokenAt(held.revision())
                > seen.value().tokenAt(seen.revision());
    }

    void unlearn() {
        seen = null;
    }

    /// @return whether it is higher than what was known
    boolean hears(long other) {
        boolean news = other > highest;
        highest = Math.max(highest, other);
        return news;
    }

    void lost(Loss how, long nowNs) {
        supply.learn(how, entryToken(), nowNs);
    }

    /// The publisher on air has left. Where another node leads that is the relay, and the
    /// publisher here is held back.
    void left(long nowNs) {
        if (role != Role.LEADING) {
            return;
        }
        hasInput = false;
        if (nowNs - yieldNs >= YIELD_AGAIN_NS && heirs.hasOther(self, seen)) {
            yieldNs = nowNs;
            yields = true;
        }
    }

    /// @return whether the directory should know at once
    boolean progress(HighWater now) {
        boolean breaks = now.segment() > mark.segment()
                && now.discontinuity() != mark.discontinuity();
        mark = mark.max(now);
        return breaks;
    }

    void written(StreamEntry entry, Written<StreamEntry> written, long nowNs, List<Command> out) {
        writing = false;
        switch (written) {
            case Written.Done<StreamEntry>(long revision) -> {
                learn(new Held<>(entry, revision));
                if (entry.token() == 0 && entry.leader().equals(self)) {
                    claimed(entry, entry.tokenAt(revision), out);
                }
                renewedNs = nowNs;
            }
            case Written.Outrun<StreamEntry>(var now) ->
                    now.ifPresentOrElse(this::learn, this::unlearn);
            case Written.Away<StreamEntry> _ -> {
                retryNs = nowNs + RETRY_NS;
                if (role == Role.WANTED) {
                    // The publisher must not wait for an engine that does not answer.
                    leadProvisionally(out);
                }
            }
        }
    }

    private void claimed(StreamEntry entry, long settled, List<Command> out) {
        if (!hasInput || !entry.session().equals(publication.session()) || settled <= token) {
            return;
        }
        lead(settled, out);
    }

    private void lead(long with, List<Command> out) {
        token = with;
        highest = Math.max(highest, with);
        role = Role.LEADING;
        yields = false;
        supply.forget();
        if (asking) {
            asking = false;
            out.add(new Command.Answer(key, new Claimed.Leads(token, mark)));
        } else {
            out.add(new Command.Lead(key, token, mark));
        }
    }

    private void leadProvisionally(List<Command> out) {
        lead(Tokens.provisional(highest, publication.session()), out);
    }

    /// Brings the directory and the role to what they should be.
    void settle(boolean engineHere, long nowNs, List<Command> out) {
        if (writing && nowNs - writeNs > WRITE_NS) {
            writing = false;
        }
        switch (role) {
            case IDLE -> settleIdle(engineHere, nowNs, out);
            case WANTED, STANDBY -> settleWaiting(engineHere, nowNs, out);
            case LEADING -> settleLeading(engineHere, nowNs, out);
        }
    }

    private void settleIdle(boolean engineHere, long nowNs, List<Command> out) {
        if (seen == null || !named()) {
            return;
        }
        StreamEntry entry = seen.value().without(self);
        write(engineHere, nowNs, entry.leader().equals(self)
                ? entry.at(mark).vacant(entryToken()) : entry.under(entryToken()), out);
    }

    private void settleWaiting(boolean engineHere, long nowNs, List<Command> out) {
        StreamEntry entry = seen == null ? null : seen.value();
        if (entry == null || !entry.isLed() || entry.leader().equals(self)
                || judgement.hasLeft(entry.leader())) {
            if (entry != null && entry.leader().equals(self) && highest > entryToken()
                    && !Tokens.isProvisional(highest) && !supply.isLost()
                    && nowNs - waitingNs < SETTLING_NS) {
                // It is in the directory, and we shall hear of it. A provisional one need not be:
                // its session may have ended, and readers would obey it for ever.
                return;
            }
            take(engineHere, nowNs, out);
            return;
        }
        if (role == Role.WANTED && engineHere && heirs.isLeftAlone(entry)) {
            // What came before has gone out, and what comes now must not be held back.
            claim(nowNs, out);
            return;
        }
        if (role == Role.WANTED) {
            role = Role.STANDBY;
            answerStandby(out);
        }
        if (mayTakeOver(engineHere, entry, nowNs)) {
            take(engineHere, nowNs, out);
        } else if (!entry.standbys().contains(self)
                && entry.standbys().size() < StreamEntry.STANDBYS_MAX) {
            write(engineHere, nowNs, entry.standingBy(self).under(entryToken()), out);
        }
    }

    private long entryToken() {
        return seen == null ? 0 : seen.value().tokenAt(seen.revision());
    }

    private void answerStandby(List<Command> out) {
        if (seen != null) {
            asking = false;
            out.add(new Command.Answer(key,
                    new Claimed.Standby(seen.value().leader(), entryToken())));
        }
    }

    private boolean mayTakeOver(boolean engineHere, StreamEntry entry, long nowNs) {
        if (!supply.isLost()) {
            return engineHere && (supply.isFrozen(entryToken(), nowNs)
                    || supply.flows() && heirs.isFirst(self, entry));
        }
        return supply.isMissedByOthers(nowNs)
                || (engineHere ? judgement.isGone(entry.leader()) : supply.isLongLost(nowNs));
    }

    private void take(boolean engineHere, long nowNs, List<Command> out) {
        if (engineHere) {
            claim(nowNs, out);
        } else {
            leadProvisionally(out);
        }
    }

    private void claim(long nowNs, List<Command> out) {
        List<String> standbys = seen == null ? List.of() : seen.value().without(self).standbys();
        write(true, nowNs, new StreamEntry(self, 0, highest, publication.session(),
                publication.sinceMs(), role == Role.LEADING, mark, standbys), out);
    }

    private void settleLeading(boolean engineHere, long nowNs, List<Command> out) {
        StreamEntry entry = seen == null ? null : seen.value();
        boolean ours = entry != null && entry.leader().equals(self)
                && entry.session().equals(publication.session());
        if (ours && entryToken() > token) {
            // A claim without an answer did hold.
            lead(entryToken(), out);
        }
        if (Tokens.isProvisional(token)) {
            reconcile(entry, engineHere, nowNs, out);
        } else if (highest > token) {
            stepDown(entry, nowNs, out);
        } else if (entry == null || entryToken() < token) {
            // The engine has lost what it held; we have not.
            write(engineHere, nowNs, whole(entry).under(token), out);
        } else if (yields && nowNs - yieldNs < YIELD_NS && heirs.hasOther(self, seen)) {
            if (entry.isLed()) {
                write(engineHere, nowNs, entry.without(self).at(mark).vacant(token), out);
            }
        } else if (isStale(entry, nowNs)) {
            write(engineHere, nowNs, whole(entry).under(token), out);
        }
    }

    private StreamEntry whole(@Nullable StreamEntry entry) {
        return new StreamEntry(self, token, 0, publication.session(), publication.sinceMs(),
                entry != null && entry.provisional(), mark,
                entry == null ? List.of() : entry.without(self).standbys());
    }

    private boolean isStale(StreamEntry entry, long nowNs) {
        return !entry.isLed() || entry.standbys().contains(self)
                || mark.discontinuity() != entry.highWater().discontinuity()
                || mark.segment() > entry.highWater().segment() && nowNs - renewedNs >= RENEW_NS;
    }

    /// The highest token wins, then the longer session.
    private void reconcile(@Nullable StreamEntry entry, boolean engineHere, long nowNs,
            List<Command> out) {
        if (entry != null && entry.isLed() && !entry.leader().equals(self)
                && entryToken() > token
                && !(entry.provisional() && publication.isLongerThan(entry))) {
            stepDown(entry, nowNs, out);
        } else if (highest > Math.max(token, entryToken())) {
            // Only heard of in marks: another session without the engine, and the higher one.
            stepDown(null, nowNs, out);
        } else if (engineHere) {
            claim(nowNs, out);
        }
    }

    private void stepDown(@Nullable StreamEntry entry, long nowNs, List<Command> out) {
        role = hasInput ? Role.STANDBY : Role.IDLE;
        supply.forget();
        waitingNs = nowNs;
        token = 0;
        out.add(new Command.StepDown(key, highest, entry == null ? "" : leaderOf(highest)));
    }

    /// Empty if it is not known.
    private String leaderOf(long which) {
        return seen != null && entryToken() == which ? seen.value().leader() : "";
    }

    private void write(boolean engineHere, long nowNs, StreamEntry entry, List<Command> out) {
        if (!engineHere || writing || nowNs < retryNs) {
            return;
        }
        writing = true;
        writeNs = nowNs;
        out.add(new Command.Write(key, entry, seen == null ? Table.ABSENT : seen.revision()));
    }
}
