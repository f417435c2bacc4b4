package io.freshet.live;

/// The one who sends frames, as its stream sees it: a connection, a file, a relay.
///
/// Threading: methods are called on the stream's owner loop and must not block.
public interface Publisher {

    /// Where frames come from, for logs and pages: `rtmp 192.0.2.7:50112`. Holds no secret.
    String label();

    /// The stream wants no more from it: replaced, kicked, or the node is stopping.
    void onDismissed(String reason);
}
