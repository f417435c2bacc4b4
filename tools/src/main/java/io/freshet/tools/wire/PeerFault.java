package io.freshet.tools.wire;

import java.io.Serial;

/// The server refused, or said what cannot be used; ends that connection.
public final class PeerFault extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String kind;

    /// @param kind a few words that are counted: the same for all faults of a sort
    public PeerFault(String kind) {
        super(kind);
        this.kind = kind;
    }

    /// A few words that are counted.
    public String kind() {
        return kind;
    }
}
