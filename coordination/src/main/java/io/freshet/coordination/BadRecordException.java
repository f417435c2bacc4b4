package io.freshet.coordination;

import java.io.Serial;

/// A record from another node or version that cannot be read.
public final class BadRecordException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    /// @param message what is wrong, with the field's name
    public BadRecordException(String message) {
        super(message);
    }
}
