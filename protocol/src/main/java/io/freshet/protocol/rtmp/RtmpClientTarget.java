package io.freshet.protocol.rtmp;

/// Where a client session goes and what it wants there.
///
/// @param tcUrl      `rtmp://host/app`, as the server shall see it; may hold secrets
/// @param app        the app, may hold further levels and a query
/// @param streamName the name, may hold a query with secrets
/// @param role       what we want of the stream
public record RtmpClientTarget(String tcUrl, String app, String streamName, Role role) {

    /// What a client does with a stream.
    public enum Role {
        /// Sends it.
        PUBLISH,
        /// Receives it.
        PLAY
    }

    /// Without queries.
    @Override
    public String toString() {
        return role + " " + Queries.withoutQuery(tcUrl) + " " + Queries.withoutQuery(streamName);
    }
}
