package io.freshet.live.relay;

import java.net.URI;

/// One place where a stream can be fetched.
///
/// @param node   its id in the directory; for a foreign server, what logs are to call it
/// @param uri    of a node of ours scheme, host and port of its relay listener; of a foreign
///               server the whole URL of the FLV stream
/// @param marked true if it is a node of ours, which sends marks and exact ticks; false for any
///               HTTP-FLV server, of whose stream this node is the leader then
public record RelaySource(String node, URI uri, boolean marked) {

    /// A node of this cluster.
    public static RelaySource node(String id, URI listener) {
        return new RelaySource(id, listener, true);
    }

    /// An SRS, an nginx-http-flv or the like.
    public static RelaySource foreign(URI flv) {
        return new RelaySource(flv.getHost() + ":" + flv.getPort(), flv, false);
    }
}
