package io.freshet.control.hooks;

/// A request that brought no answer.
public final class HookFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /// What went wrong; few enough to be a label of a metric.
    public enum Kind {
        /// The URL may not be asked: its form, or where it leads.
        NOT_ALLOWED,
        /// Its name has no address.
        NO_ADDRESS,
        /// Nobody takes the connection.
        NO_CONNECTION,
        /// The certificate is not good, or no TLS is spoken.
        TLS,
        /// Not all of the answer came in time.
        TIMEOUT,
        /// What came is no HTTP, or too much.
        BAD_ANSWER,
        /// Too many requests are under way already.
        BUSY
    }

    private final Kind kind;

    HookFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// What went wrong.
    public Kind kind() {
        return kind;
    }
}
