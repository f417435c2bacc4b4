package io.freshet.media;

import java.io.Serial;

/// The peer's bytes cannot be used; ends the session that sent them and nothing else.
public abstract sealed class MediaException extends Exception
        permits MalformedMediaException, UnsupportedMediaException {

    @Serial
    private static final long serialVersionUID = 1L;

    MediaException(String message) {
        super(message);
    }
}
