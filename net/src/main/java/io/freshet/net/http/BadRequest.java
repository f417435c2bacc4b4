package io.freshet.net.http;

import java.io.Serial;

/// The client's fault, with the status that tells it so.
public final class BadRequest extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param message one short line for the client and the log
    BadRequest(int status, String message) {
        // No stack trace: floods of bad requests must be cheap.
        super(message, null, false, false);
        this.status = status;
    }

    /// 400, 413, 414, 417, 431, 501 or 505.
    public int status() {
        return status;
    }
}
