package io.freshet.live.packaging;

/// What there is under a URL.
public sealed interface Lookup {

    /// It is there, and stays the same for ever.
    ///
    /// @param resource its bytes
    record Found(Resource resource) implements Lookup {
    }

    /// It is the part that the playlist hints at: to be held until it is there
    /// or something else has come.
    record Expected() implements Lookup {
    }

    /// There is no such thing, or no longer.
    record Absent() implements Lookup {
    }
}
