package io.freshet.server.config;

/// One of a fixed set of words.
interface Choice {

    /// The word as it stands in a settings file.
    String label();
}
