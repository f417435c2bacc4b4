package io.freshet.net.http;

/// Answers requests.
///
/// An exception that leaves it is our own fault: logged, and answered with 500 if nothing was sent.
///
/// Threading: called on the connection's loop; must not block.
@FunctionalInterface
public interface HttpHandler {
    /// Answers now, or keeps the replier and answers later on the same loop.
    void handle(HttpRequest request, HttpReplier replier);
}
