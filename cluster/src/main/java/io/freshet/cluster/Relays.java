package io.freshet.cluster;

import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How streams get from node to node: whom this node pulls from, and whom it lets pull.
///
/// Nodes that carry a stream have a level: the leader 0, the others more than the one they pull
/// from. A node only lets those pull whose level is above its own, and one of each other region;
/// therefore no loop can close, the depth is bounded and a region gets one copy, however old
/// anybody's view is.
///
/// Threading: shared; nothing blocks.
public interface Relays {

    /// Where that stream is, as far as is known here; never waits.
    Whereabouts find(StreamKey key);

    /// Where a stream could be pulled from by one who keeps no [Feed], the best first.
    ///
    /// Nobody is ruled out for having failed. Without the answers of [#admit] on the other side the
    /// tree is as good as everybody's view of it; nodes only name those before them in the stream's
    /// order, its leader and its standbys.
    List<Source> sources(StreamKey key);

    /// Whether another node has, or is about to have, what comes of a stream when the leader that
    /// this node heard last has no more of it: one leads it since, or has a publisher that stands
    /// by. Not if this node itself is the one.
    boolean goesOn(StreamKey key);

    /// How this node has a stream, for people; empty if it neither leads nor carries it.
    Optional<Carried> carried(StreamKey key);

    /// A stream on this node.
    ///
    /// @param parent whom it is pulled from; empty if it begins here, or nothing comes in
    /// @param level  how far from the leader at most; -1 if nothing comes in
    /// @param token  of the leader whose cuts are sent
    record Carried(String parent, int level, long token) {
    }

    /// Begins to pull a stream: one feed per stream, closed when it is not wanted any more.
    Feed feed(StreamKey key);

    /// A node wants to pull a stream from this one, which may not have it yet.
    ///
    /// Hears of its loss and of its token; [#admit] does the same again.
    void asked(StreamKey key, Map<String, String> query);

    /// A node wants to pull a stream from this one, which has it or has just begun to pull it.
    ///
    /// With the parameter `lost` it says that the leader does not deliver to it either: a standby
    /// hears of it as [Leading.Loss#ASKED] by itself.
    ///
    /// @param query what it asked with: [Source#query] as it came over the wire
    Admission admit(StreamKey key, Map<String, String> query);

    /// A pull that was let in has ended, for whatever reason, [ClusterEvents#drop] included.
    ///
    /// @param grant of its [Admission.Admitted]
    void released(StreamKey key, long grant);

    /// Where a stream is.
    sealed interface Whereabouts {

        /// This node leads it.
        record Led(long token) implements Whereabouts {
        }

        /// Another node leads it: open a [Feed].
        record Elsewhere(String leader, long token) implements Whereabouts {
        }

        /// Nobody publishes it, as far as is known.
        record Nowhere() implements Whereabouts {
        }
    }

    /// One stream being pulled; whom from, and what to do when that fails.
    ///
    /// The puller asks [#next], opens it, says what came of it, and asks again when there is a
    /// reason to: after a failure, or when [ClusterEvents#sourcesChanged] is told.
    ///
    /// Threading: shared.
    interface Feed extends AutoCloseable {

        /// Whom to pull from now.
        ///
        /// If that is not who is pulled from just now, open it first and then close the old one.
        /// Empty: nobody for now; ask again in 200 ms or when sources have changed.
        Optional<Source> next();

        /// It answered 200, with a level in its header `Freshet-Level`.
        ///
        /// @return false if it must be closed again: it would go round in a circle
        boolean opened(Source source, int level);

        /// It answered 307 with the id of another node in its header `Freshet-Node`.
        void redirected(Source source, String node);

        /// It refused, could not be reached, or brought no byte for 1 s.
        void failed(Source source);

        /// The stream is not wanted any more.
        @Override
        void close();
    }

    /// A node to pull from.
    ///
    /// @param node    its id
    /// @param address of its relay, a URI without path
    /// @param query   parameters to add to the request
    /// @param leader  whether it leads the stream, as far as is known
    record Source(String node, String address, Map<String, String> query, boolean leader) {

        public Source {
            query = Map.copyOf(query);
        }
    }

    /// Whether a node may pull from this one.
    sealed interface Admission {

        /// It may.
        ///
        /// @param grant what to give back to [Relays#released]
        /// @param level to be told in the header `Freshet-Level`
        record Admitted(long grant, int level) implements Admission {
        }

        /// It should ask that node: 307, header `Freshet-Node`.
        record Redirect(String node) implements Admission {
        }

        /// It may not: 503.
        record Refused(String reason) implements Admission {
        }
    }
}
