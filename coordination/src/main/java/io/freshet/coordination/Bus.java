package io.freshet.coordination;

import io.freshet.media.Bytes;

/// Messages to whoever listens just now: at most once, in the order of one sender, no answers.
///
/// A subject is levels of letters, digits, `-` and `_` with a `.` between them.
///
/// Threading: shared; see the package.
public interface Bus {

    /// More is refused by the engine; nothing that belongs here is nearly as long.
    int MESSAGE_BYTES_MAX = 256 << 10;

    /// Sends and forgets; lost while the engine is away.
    ///
    /// @throws IllegalArgumentException if the message is too long
    void publish(String subject, Bytes message);

    /// Hears what is sent from now on; a sender hears itself too.
    ///
    /// @param subject a subject, or one whose last level is `*`, any one level
    Subscription subscribe(String subject, Listener listener);

    /// Told of messages.
    @FunctionalInterface
    interface Listener {

        /// @param subject as sent
        /// @param message may be kept
        void heard(String subject, Bytes message);
    }
}
