package io.freshet.protocol;

import java.io.Serial;

/// The peer broke the rules of its protocol; ends its session and nothing else.
public final class ProtocolViolation extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param message what the peer did, fit for a log line: no secrets, no unbounded text
    public ProtocolViolation(String message) {
        super(message);
    }

    /// @param message what the peer did, fit for a log line: no secrets, no unbounded text
    /// @param cause   what a lower layer said of it
    public ProtocolViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
