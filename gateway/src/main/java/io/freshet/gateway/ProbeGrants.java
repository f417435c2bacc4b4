package io.freshet.gateway;

import io.freshet.media.StreamKey;
import io.freshet.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Lets the node itself watch a stream over its own port, to see how late it is for viewers.
///
/// A grant is for one stream and lives as long as it is held; who shows its name is let in without
/// being counted. Names never leave the process but on its own connections to itself.
///
/// Threading: shared.
public final class ProbeGrants {

    /// The header that names the grant.
    public static final String HEADER = "X-Freshet-Probe";

    private final Map<String, StreamKey> held = new ConcurrentHashMap<>();
    private volatile Predicate<HttpRequest> others = _ -> false;

    /// A grant for as long as it is not closed.
    public interface Grant extends AutoCloseable {

        @Override
        void close();
    }

    /// Lets one who shows `name` watch that stream.
    ///
    /// @param name which nobody can foresee, 128 random bits or more
    public Grant open(StreamKey key, String name) {
        held.put(name, key);
        return () -> held.remove(name);
    }

    /// From now on other nodes of the cluster may look at what viewers get.
    ///
    /// @param nodes knows their requests, by their signature; quick for all others
    public void also(Predicate<HttpRequest> nodes) {
        others = nodes;
    }

    /// Whether that request is one of ours.
    boolean covers(StreamKey key, HttpRequest request) {
        return others.test(request) || !held.isEmpty() && request.header(HEADER)
                .filter(name -> key.equals(held.get(name))).isPresent();
    }
}
