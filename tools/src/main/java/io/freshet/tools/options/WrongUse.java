package io.freshet.tools.options;

import java.io.Serial;

/// The words make no sense; the message tells the user why.
public final class WrongUse extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param message for the user
    public WrongUse(String message) {
        super(message);
    }
}
