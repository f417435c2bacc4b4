package io.freshet.net.http.client;

import io.freshet.net.http.HttpHeaders;
import java.nio.ByteBuffer;

/// Hears the answer to a request that we made: a head, the body as it comes, and an end.
///
/// Threading: called on the loop that the request was made on.
public interface HttpAnswer {

    /// The final head; those of 1xx are passed over.
    void onHead(int status, HttpHeaders headers);

    /// Bytes of the body, in order, without the framing. Borrowed for the call.
    void onBytes(ByteBuffer bytes);

    /// Everything of one read has been handed over.
    default void onReadComplete() {
    }

    /// The body is complete; nothing follows.
    void onEnd();

    /// It came to nothing, or broke off; nothing follows.
    ///
    /// @param reason in words, for the log
    void onFailed(String reason);
}
