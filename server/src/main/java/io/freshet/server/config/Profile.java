package io.freshet.server.config;

/// How much of a machine Freshet may take.
public enum Profile implements Choice {
    /// A machine or container of its own.
    NORMAL,
    /// 128 MB are enough.
    SMALL;
}
