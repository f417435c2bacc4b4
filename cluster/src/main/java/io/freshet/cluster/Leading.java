package io.freshet.cluster;

import io.freshet.coordination.HighWater;
import io.freshet.media.StreamKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Which streams this node leads.
///
/// Order of calls for a stream: [#claim] when a publisher comes; then, while it leads,
/// [#progress] and at last [#ended]; or, while it stands by, [#lost] and at last [#ended].
///
/// Threading: shared; nothing blocks.
public interface Leading {

    /// A publisher wants to send that stream to this node.
    ///
    /// @param session names its publish session: unique in the cluster, one line
    /// @return within 3 s, never exceptionally
    CompletionStage<Claimed> claim(StreamKey key, String session);

    /// Where else there is room to publish that stream: best at a node that has no part in it yet,
    /// so that an encoder's two outputs stay on two nodes.
    Optional<Claimed.Elsewhere> elsewhere(StreamKey key);

    /// A publisher is on air here under that token. What the cluster has said since it gave it may
    /// have come before there was a stream to hear it, and is said again.
    void onAir(StreamKey key, long token);

    /// How far the stream's numbers have come; cheap, at every cut of the leader.
    void progress(StreamKey key, HighWater mark);

    /// The last publisher of that stream on this node, on air or standing by, has gone for good.
    void ended(StreamKey key);

    /// The publisher of that stream here has left and may come back: who stands by at another
    /// node goes on, and this one follows it.
    void left(StreamKey key);

    /// Whether the cluster counts on a publisher of that stream that is held back here.
    boolean standsBy(StreamKey key);

    /// A mark with that token was read; cheap, at every cut that a relay brings.
    ///
    /// A relay that brings only marks of a lower token than the highest is as good as lost: after
    /// 1 s say so by [Relays.Feed#failed].
    void heard(StreamKey key, long token);

    /// The leader does not deliver.
    void lost(StreamKey key, Loss how);

    /// How it is known that a leader does not deliver.
    enum Loss {
        /// This node's own relay brought no byte for 1 s, or could not be opened.
        RELAY,
        /// It lives and sends nothing, while the publisher that stands by here goes on.
        FROZEN,
        /// Another node asked for the stream here because its relay has lost the leader too.
        ASKED,
        /// The relay brings the stream again.
        RECOVERED
    }

    /// What became of a publisher's wish.
    sealed interface Claimed {

        /// This node leads: cut with that token, and numbers above that mark.
        record Leads(long token, HighWater above) implements Claimed {
        }

        /// Another node leads; the publisher becomes a standby input behind a relay from there.
        ///
        /// @param token the leader's
        record Standby(String leader, long token) implements Claimed {
        }

        /// This node takes no publishers; that one does.
        ///
        /// @param node  its id
        /// @param rtmp  its address for encoders, `rtmp://HOST:PORT`; empty if it has none
        /// @param relay its address for a publisher that has to be forwarded
        record Elsewhere(String node, String rtmp, String relay) implements Claimed {
        }

        /// Nobody takes it now.
        record Refused(String reason) implements Claimed {
        }
    }
}
