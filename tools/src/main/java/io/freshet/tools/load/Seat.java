package io.freshet.tools.load;

/// A place in a crowd: one viewer after the other sits in it.
///
/// Threading: confined to its loop.
interface Seat {

    /// A viewer comes; does nothing if one is there.
    void open();

    /// The viewer leaves; does nothing if none is there.
    void leave();

    /// The number of the visit that goes on, from 1; another one when nobody sits here.
    long visit();

    /// The measured time begins.
    void begin();

    /// The measured time is over: what is unfinished is told.
    void finish(long nowNs);
}
