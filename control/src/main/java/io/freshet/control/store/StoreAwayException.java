package io.freshet.control.store;

import java.io.Serial;

/// The database does not answer now; nothing is known of what was asked for.
public final class StoreAwayException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public StoreAwayException(String message) {
        super(message);
    }

    public StoreAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
