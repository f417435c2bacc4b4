package io.freshet.net;

/// Hears when a loop comes under pressure, and when it is relieved.
///
/// Threading: called on the loop.
@FunctionalInterface
public interface LoadListener {

    /// @param before what `loop.load().pressure()` was until now
    void changed(NetLoop loop, Pressure before);
}
