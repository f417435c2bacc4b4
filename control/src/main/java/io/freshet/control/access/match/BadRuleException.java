package io.freshet.control.access.match;

/// A pattern, address or other rule that is not one.
public final class BadRuleException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message for the one who typed it
    BadRuleException(String message) {
        super(message, null, false, false);
    }
}
