package io.freshet.coordination;

/// How busy a node is.
///
/// @param cpuPercent 0 to 100, of all its cores
/// @param trafficBps bits a second that it sends
/// @param viewers    people that it serves now
/// @param streams    live streams that it carries, its own and others'
/// @param refused    publishers and viewers that it has refused, or that failed, since it started
public record NodeLoad(int cpuPercent, long trafficBps, int viewers, int streams, long refused) {

    /// Nothing to do.
    public static final NodeLoad NONE = new NodeLoad(0, 0, 0, 0, 0);
}
