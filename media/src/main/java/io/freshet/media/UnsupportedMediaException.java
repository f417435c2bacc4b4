package io.freshet.media;

import java.io.Serial;

/// The bytes are legal, and Freshet does not carry them.
public final class UnsupportedMediaException extends MediaException {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param what which feature
    public UnsupportedMediaException(String what) {
        super(what);
    }
}
