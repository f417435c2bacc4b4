package io.freshet.media;

import java.io.Serial;

/// A peer named a stream or an app in a way that Freshet does not take; the message says why.
public final class BadNameException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong, fit to be sent to the peer
    public BadNameException(String message) {
        super(message);
    }
}
