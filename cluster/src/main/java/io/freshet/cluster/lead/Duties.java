package io.freshet.cluster.lead;

import io.freshet.coordination.Lease;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Table;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Duties that only one node may have: who wants one takes it when nobody has it, or its holder is
/// gone.
///
/// A duty does not end by itself: its holder goes on without the engine, and stops when it reads
/// that another one has it. So two may do it for a while; what is done must bear that.
///
/// Threading: confined to the caller.
public final class Duties {

    private static final long RETRY_NS = 500_000_000L;

    private final String self;
    private final Judgement judgement;
    private final Map<String, Duty> wanted = new TreeMap<>();

    private static final class Duty {

        private @Nullable Held<Lease> seen;
        private boolean has;
        private boolean writing;
        private boolean givenUp;
        private long retryNs = Long.MIN_VALUE;
    }

    /// What is to be done.
    public sealed interface Step {

        /// Write the lease; say what became of it by [Duties#written].
        record Write(String name, Lease lease, long expected) implements Step {
        }

        /// The duty is ours from now on.
        record Begin(String name) implements Step {
        }

        /// It is another's, or was given up.
        record End(String name) implements Step {
        }
    }

    /// @param self this node's id
    public Duties(String self, Judgement judgement) {
        this.self = self;
        this.judgement = judgement;
    }

    /// This node would do it.
    ///
    /// @param lease what is known of it
    public void want(String name, Optional<Held<Lease>> lease) {
        Duty duty = wanted.computeIfAbsent(name, _ -> new Duty());
        duty.givenUp = false;
        duty.seen = lease.orElse(null);
    }

    /// This node would not any more; the lease is given back.
    public void giveUp(String name) {
        Duty duty = wanted.get(name);
        if (duty != null) {
            duty.givenUp = true;
        }
    }

    /// The table has changed.
    public void seen(String name, Optional<Held<Lease>> lease) {
        Duty duty = wanted.get(name);
        if (duty != null) {
            duty.seen = lease.orElse(null);
        }
    }

    /// What became of a write.
    public void written(String name, Lease lease, Written<Lease> written, long nowNs) {
        Duty duty = wanted.get(name);
        if (duty == null) {
            return;
        }
        duty.writing = false;
        switch (written) {
            case Written.Done<Lease>(long revision) -> duty.seen = new Held<>(lease, revision);
            case Written.Outrun<Lease>(var now) -> duty.seen = now.orElse(null);
            case Written.Away<Lease> _ -> duty.retryNs = nowNs + RETRY_NS;
        }
    }

    /// Looks at all of them.
    ///
    /// @param wallMs Unix time, ms, for people who read the lease
    public List<Step> tick(boolean engineHere, long nowNs, long wallMs) {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, Duty> each : List.copyOf(wanted.entrySet())) {
            look(each.getKey(), each.getValue(), steps);
            Duty duty = each.getValue();
            if (engineHere && !duty.writing && nowNs >= duty.retryNs) {
                write(each.getKey(), duty, wallMs, steps);
            }
            if (duty.givenUp && !duty.writing && !holds(duty)) {
                wanted.remove(each.getKey());
            }
        }
        return steps;
    }

    private boolean holds(Duty duty) {
        return duty.seen != null && duty.seen.value().holder().equals(self);
    }

    private void look(String name, Duty duty, List<Step> steps) {
        // Without an entry nobody else has it: the engine has lost what it held.
        boolean has = !duty.givenUp && judgement.state(self) != NodeState.EVICTED
                && (holds(duty) || duty.has && duty.seen == null);
        if (has != duty.has) {
            duty.has = has;
            steps.add(has ? new Step.Begin(name) : new Step.End(name));
        }
    }

    /// A node that drains goes on until one that does not has taken over.
    private boolean isOpen(Duty duty) {
        Held<Lease> seen = duty.seen;
        if (seen == null || seen.value().isFree()) {
            return true;
        }
        String holder = seen.value().holder();
        return !holds(duty) && (judgement.isGone(holder)
                || !judgement.state(holder).takesNew() && judgement.state(self).takesNew());
    }

    private void write(String name, Duty duty, long wallMs, List<Step> steps) {
        Held<Lease> seen = duty.seen;
        boolean evicted = judgement.state(self) == NodeState.EVICTED;
        Lease lease;
        if ((duty.givenUp || evicted) && holds(duty)) {
            lease = new Lease("", wallMs);
        } else if (!duty.givenUp && !evicted && isOpen(duty)) {
            lease = new Lease(self, wallMs);
        } else {
            return;
        }
        duty.writing = true;
        steps.add(new Step.Write(name, lease, seen == null ? Table.ABSENT : seen.revision()));
    }
}
