package io.freshet.server.config;

import java.io.Serial;

/// A value that its key does not allow; the message begins with the value.
final class BadValueException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message);
    }
}
