package io.freshet.live.session;

/// Told who comes and goes.
///
/// Threading: called where the session was opened and closed, mostly on an event loop, and for
/// thousands in a second: it must be quick and must not block.
public interface SessionListener {

    /// Somebody was let in.
    void opened(Session session);

    /// Somebody has gone; the figures of the session are final.
    ///
    /// @param reason in words, for logs and pages; may hold the peer's
    void closed(Session session, String reason);
}
