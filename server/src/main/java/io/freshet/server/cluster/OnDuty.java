package io.freshet.server.cluster;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.Cluster.DutyHolder;
import io.freshet.control.store.Shift;

/// Whether this node has the control centre's duties; says so in the log when that changes.
///
/// Threading: shared.
final class OnDuty implements DutyHolder {

    private static final System.Logger LOG = System.getLogger(OnDuty.class.getName());

    private volatile boolean on;

    private OnDuty() {
    }

    /// Of those with the role control that share a database, one has the duties.
    ///
    /// @param controls whether this node has the role
    static Shift shift(Cluster cluster, String node, boolean controls, String database) {
        OnDuty onDuty = new OnDuty();
        if (controls) {
            var _ = cluster.duty("control-" + Integer.toHexString(database.hashCode()), onDuty);
        }
        return new Shift(node, onDuty::isOn);
    }

    @Override
    public void onDuty(boolean now) {
        LOG.log(System.Logger.Level.INFO, () -> (now ? "on" : "off") + " duty name=control");
        on = now;
    }

    private boolean isOn() {
        return on;
    }
}
