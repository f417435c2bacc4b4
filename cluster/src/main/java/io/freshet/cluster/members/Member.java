package io.freshet.cluster.members;

import io.freshet.cluster.ClusterView.Health;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.Role;

/// A node as it is seen now.
///
/// @param record what it says of itself, in the state that it is or should be in, whichever is
///               worse
/// @param health what is thought of it
/// @param load   as last heard
/// @param beat   number of the heartbeat that said so
public record Member(NodeRecord record, Health health, NodeLoad load, long beat) {

    /// Its id.
    public String id() {
        return record.id();
    }

    /// Its region.
    public String region() {
        return record.place().region();
    }

    /// Whether relays may go through it: an edge that is heard of.
    public boolean carries() {
        return health != Health.SUSPECT && record.is(Role.EDGE) && record.state().takesNew();
    }
}
