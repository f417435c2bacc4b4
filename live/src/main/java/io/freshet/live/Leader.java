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

    /// Hears what another node's leader has sent, so that it can go on from there.
    void follow(Signal signal);

    /// Leads from here on with that token, which its marks bear; what was followed goes on.
    void lead(long token);

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

            @Override
            public void follow(Signal signal) {
            }

            @Override
            public void lead(long token) {
            }
        };
    }
}
