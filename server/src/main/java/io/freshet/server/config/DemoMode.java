package io.freshet.server.config;

/// When the bundled clip is played.
public enum DemoMode implements Choice {
    /// While the data folder is empty at the start.
    AUTO,
    TRUE,
    FALSE;

    @Override
    public String label() {
        return Labels.of(this);
    }
}
