package io.freshet.control.alerts;

/// Brings messages to people.
///
/// Threading: shared; `carry` blocks for some seconds at most.
interface Carrier {

    /// @throws NotCarried with words for the operator; no secret in them
    void carry(Channel channel, Message message) throws NotCarried, InterruptedException;

    /// It did not arrive.
    final class NotCarried extends Exception {

        private static final long serialVersionUID = 1;

        NotCarried(String why) {
            super(why);
        }

        NotCarried(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
