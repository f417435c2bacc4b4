package io.freshet.coordination;

/// How busy a node is.
///
/// @param cpuPercent  0 to 100, of all its cores
/// @param trafficBps  bits a second that it sends
/// @param viewers     people that it serves now
/// @param streams     live streams that it carries, its own and others'
/// @param refused     publishers and viewers that it has refused, or that failed, since it started
/// @param roomPercent of the memory that streams may take, how much they need, 0 to 100; at 100 it
///                    takes no new stream
public record NodeLoad(int cpuPercent, long trafficBps, int viewers, int streams, long refused,
        int roomPercent) {

    /// Of [#roomPercent].
    public static final int FULL_PERCENT = 100;
    /// Nothing to do.
    public static final NodeLoad NONE = new NodeLoad(0, 0, 0, 0, 0, 0);

    /// Whether it has room for a stream that it does not carry yet.
    public boolean hasRoom() {
        return roomPercent < FULL_PERCENT;
    }
}
