package io.freshet.server.config;

/// What happens to a second publisher of a stream that has one.
public enum Takeover implements Choice {
    /// It takes over if the first has sent no frame for 1 s; else it waits, if `inputs` allows.
    WHEN_SILENT,
    /// It takes over, at most once in 10 s.
    NEWEST,
    /// It is refused.
    REFUSE;

    @Override
    public String label() {
        return Labels.of(this);
    }
}
