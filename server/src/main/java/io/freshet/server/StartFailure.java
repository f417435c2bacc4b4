package io.freshet.server;

import java.io.Serial;

/// The node cannot start; the message tells the operator what to do.
final class StartFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
