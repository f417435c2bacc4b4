package io.freshet.server.config;

import java.io.Serial;
import java.util.List;

/// The settings cannot be used; nothing was started or changed.
public final class BadSettingsException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param problems all that were found, a line each, naming place, key and value
    public BadSettingsException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
