package io.freshet.control.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node, for people.
///
/// @param id        its name in the cluster
/// @param self      whether it is the one that answers
/// @param startedMs when it started, Unix ms
/// @param roles     `ingest`, `origin`, `edge`, `control`
/// @param addresses by protocol, a URI without path
/// @param leads     streams that it leads
/// @param duties    that it has and others could take over
/// @param wanted    what somebody wants of it
public record FleetNode(String id, boolean self, String version, long startedMs,
        List<String> roles, Place place, Map<String, String> addresses, Condition condition,
        Load load, int leads, List<String> duties, Optional<Wanted> wanted) {

    public FleetNode {
        roles = List.copyOf(roles);
        addresses = Map.copyOf(addresses);
        duties = List.copyOf(duties);
    }

    /// Where it is.
    public record Place(String region, String zone) {
    }

    /// How it is.
    ///
    /// @param state         `ready`, `draining`, `drained`, `evicted`, `stopped`: by itself or by
    ///                      order, whichever is worse
    /// @param health        `alive`, `suspect`, or `unknown` if it was not heard of yet
    /// @param silentMs      since it was heard of; -1 if never
    /// @param clockOffsetMs its clock against that of the node that answers
    public record Condition(String state, String health, long silentMs, long clockOffsetMs) {

        /// Whether it takes new viewers and publishers.
        public boolean isReady() {
            return state.equals("ready") && !health.equals("suspect");
        }
    }

    /// What it carries.
    ///
    /// @param cpuPercent    0 to 100 of all its cores
    /// @param memoryPercent how much of the memory that streams may take they need; at 100 it takes
    ///                      no new stream
    /// @param trafficBps    bits a second that it sends
    /// @param trafficBpsMax that it can send; 0 if that is not known
    /// @param viewersMax    that it takes; 0 if there is no limit
    public record Load(int cpuPercent, int memoryPercent, long trafficBps, long trafficBpsMax,
            long viewers, int viewersMax, int streams) {
    }

    /// What somebody wants of it.
    ///
    /// @param state   `ready` takes back what was wanted before; `draining`, `evicted`
    /// @param by      who; a user's name, or `healing`
    /// @param reason  for people; may be empty
    /// @param sinceMs when it was ordered, Unix ms
    public record Wanted(String state, String by, String reason, long sinceMs) {
    }
}
