package io.freshet.media;

import java.io.Serial;

/// The bytes break their format's rules.
public final class MalformedMediaException extends MediaException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int offset;

    /// @param what   the structure and what is wrong with it
    /// @param offset where in the structure, bytes; -1 if that says nothing
    public MalformedMediaException(String what, int offset) {
        super(offset < 0 ? what : what + " at byte " + offset);
        this.offset = offset;
    }

    /// Where in the structure, bytes; -1 if unknown.
    public int offset() {
        return offset;
    }
}
