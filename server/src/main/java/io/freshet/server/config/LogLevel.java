package io.freshet.server.config;

/// The least important line that is logged.
public enum LogLevel implements Choice {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    @Override
    public String label() {
        return Labels.of(this);
    }
}
