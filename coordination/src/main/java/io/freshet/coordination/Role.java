package io.freshet.coordination;

/// What a node is there for.
public enum Role {
    /// Encoders may publish to it.
    INGEST,
    /// It may lead streams.
    ORIGIN,
    /// Viewers are sent to it.
    EDGE,
    /// It has the control centre's duties.
    CONTROL
}
