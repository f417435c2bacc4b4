package io.freshet.control.access.token;

/// A playback token that is none, or is not good any more. Its bearer is never told which.
final class BadTokenException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message for tests and the debug log; holds nothing of the token
    BadTokenException(String message) {
        super(message, null, false, false);
    }
}
