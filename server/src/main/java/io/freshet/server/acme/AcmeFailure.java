package io.freshet.server.acme;

import java.io.Serial;
import java.time.Duration;

/// The authority has refused, or did not answer.
final class AcmeFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient Duration retryAfter;

    AcmeFailure(String what) {
        this(what, "", Duration.ZERO);
    }

    /// @param what       for the operator
    /// @param type       of the problem document; empty if there was none
    /// @param retryAfter the authority wants to be left alone for so long; zero if it did not say
    AcmeFailure(String what, String type, Duration retryAfter) {
        super(what, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
    }

    /// Whether the nonce was used up or too old, which happens to everybody now and then.
    boolean isBadNonce() {
        return type.equals("urn:ietf:params:acme:error:badNonce");
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
