package io.freshet.cluster;

import io.freshet.cluster.lead.Duties;
import io.freshet.cluster.lead.Duties.Step;
import io.freshet.cluster.lead.Judgement;
import io.freshet.coordination.Lease;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Table.Watcher;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The duties that this node would do, and does.
///
/// Threading: shared, guarded by the node's lock.
final class Rota implements Watcher<String, Lease> {

    private final ClusterNode node;
    private final Duties duties;
    private final Map<String, Cluster.DutyHolder> holders = new HashMap<>();

    Rota(ClusterNode node, String self, Judgement judgement) {
        this.node = node;
        this.duties = new Duties(self, judgement);
    }

    Subscription want(String name, Cluster.DutyHolder holder) {
        synchronized (node.lock) {
            holders.put(name, holder);
            duties.want(name, node.engine.leases().find(name));
            tick();
        }
        return () -> {
            synchronized (node.lock) {
                duties.giveUp(name);
                tick();
            }
        };
    }

    @Override
    public void changed(String name, Held<Lease> held) {
        synchronized (node.lock) {
            duties.seen(name, Optional.of(held));
            tick();
        }
    }

    @Override
    public void gone(String name) {
        synchronized (node.lock) {
            duties.seen(name, Optional.empty());
            tick();
        }
    }

    /// The lock is held.
    void tick() {
        for (Step step : duties.tick(node.engine.isHere(), node.clock.monotonicNs(),
                node.clock.wallMs())) {
            switch (step) {
                case Step.Write(String name, Lease lease, long expected) -> {
                    var _ = node.engine.leases().write(name, lease, expected)
                            .thenAccept(written -> {
                                synchronized (node.lock) {
                                    duties.written(name, lease, written,
                                            node.clock.monotonicNs());
                                    tick();
                                }
                            });
                }
                case Step.Begin(String name) -> tell(name, true);
                case Step.End(String name) -> tell(name, false);
            }
        }
    }

    private void tell(String name, boolean now) {
        Cluster.DutyHolder holder = holders.get(name);
        if (holder != null) {
            node.tell(() -> holder.onDuty(now));
        }
    }
}
