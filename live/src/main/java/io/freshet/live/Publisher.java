package io.freshet.live;

import java.net.URI;

/// The one who sends frames, as its stream sees it: a connection, a file, a relay.
///
/// Threading: methods are called on the stream's owner loop and must not block.
public interface Publisher {

    /// With what the labels of relays begin.
    String RELAY = "relay ";

    /// Where frames come from, for logs and pages: `rtmp 192.0.2.7:50112`. Holds no secret.
    String label();

    /// Whether it passes on what another node's leader has sent: marks, and frames on the output
    /// timeline.
    default boolean carriesMarks() {
        return false;
    }

    /// It should publish at another node, and may go there in its own time; nothing to a relay.
    ///
    /// @param node scheme, host and port of a listener for RTMP
    default void onMoved(URI node) {
    }

    /// The stream wants no more from it: replaced, kicked, or the node is stopping.
    void onDismissed(String reason);
}
