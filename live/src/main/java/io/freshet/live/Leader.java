package io.freshet.live;

import io.freshet.media.Signal;
import java.util.function.Consumer;

/// Writes the marks of a stream between its frames; the only one that may use time to decide.
///
/// Threading: confined to the stream's owner loop.
public interface Leader {

    /// Passes `signal` on, with marks before it where they belong.
    ///
    /// @param nowNs monotonic
    /// @param wallMs Unix time
    void accept(Signal signal, long nowNs, long wallMs, Consumer<Signal> out);

    /// The stream is over: writes the mark that says so.
    void end(Consumer<Signal> out);

    /// Writes no marks: for streams that nobody packages.
    static Leader none() {
        return new Leader() {
            @Override
            public void accept(Signal signal, long nowNs, long wallMs, Consumer<Signal> out) {
                out.accept(signal);
            }

            @Override
            public void end(Consumer<Signal> out) {
            }
        };
    }
}
