package io.freshet.net.http;

import io.freshet.net.NetLoop;

/// Takes the one answer to one request; a second answer is an IllegalStateException.
///
/// The framing fields (Content-Length, Transfer-Encoding, Connection, Date) are added here. A HEAD
/// request is answered like GET: the body is counted and not sent. When the client has gone, an
/// answer is thrown away silently.
///
/// Threading: confined to [#loop].
public interface HttpReplier {
    /// Where the answer must be given.
    NetLoop loop();

    /// A whole answer. The body is sent in pieces as the client reads.
    void reply(int status, HttpHeaders headers, HttpBody body);

    /// Begins an answer whose end is not known.
    ///
    /// To a HEAD request it comes back closed.
    HttpStream stream(int status, HttpHeaders headers);

    /// Accepts the WebSocket that the request asked for.
    ///
    /// @throws IllegalStateException unless `HttpRequest.webSocket`
    HttpStream webSocket(HttpHeaders headers);

    /// Sets what is called if the client goes away before the answer was complete; soon, if it is
    /// gone already. Replaces the last one. Not called for a stream: that has `onClosed`.
    void onAbandoned(Runnable call);

    /// Whether nobody waits for the answer any more.
    boolean isAbandoned();
}
