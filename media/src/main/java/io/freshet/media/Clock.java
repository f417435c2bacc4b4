package io.freshet.media;

/// Time, handed in by the one who owns it: nobody below `server` asks the machine.
public interface Clock {

    /// Never goes back; only differences mean something; ns.
    long monotonicNs();

    /// Unix time, ms; may be set forth and back while we run.
    long wallMs();
}
