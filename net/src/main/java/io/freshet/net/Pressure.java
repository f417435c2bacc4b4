package io.freshet.net;

/// What the lag of a loop asks for.
public enum Pressure {
    /// Nothing: everybody is served in time.
    NORMAL,
    /// Work that can wait shall wait, and newcomers come one after the other.
    BUSY,
    /// Who comes now would be served late, and make it later for those who are here.
    FULL
}
