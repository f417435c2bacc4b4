package io.freshet.live;

/// What happens to a new publisher of a stream that somebody else publishes already.
public enum Takeover {
    /// Replaces one without a frame for 1 s; else it is a standby if there is room, else refused.
    WHEN_SILENT,
    /// Replaces it at most once in 10 s, so that two encoders with one key do not fight.
    NEWEST,
    /// A standby if there is room, else refused, for as long as the other is connected.
    REFUSE
}
