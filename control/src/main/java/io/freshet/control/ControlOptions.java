package io.freshet.control;

import io.freshet.control.store.DatabaseOptions;
import io.freshet.control.thumbnails.PictureDecoder;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// How the control centre runs.
///
/// @param listen         where its port is; empty if it is off
/// @param opening        what is started by the first connection to its port
/// @param database       where it keeps things
/// @param adminPassword  of the first administrator; empty is a random one; never log it
/// @param sessionTimeout without a request, then a user must sign in again
/// @param backups        how often they are made
/// @param random         for ids and secrets
/// @param pictures       makes pictures of streams, where this machine can
/// @param terminal       where the one-time password is said, and nowhere else
public record ControlOptions(Optional<InetSocketAddress> listen, Opening opening,
        DatabaseOptions database, String adminPassword, Duration sessionTimeout,
        Backups.Schedule backups, SecureRandom random, Optional<PictureDecoder> pictures,
        Consumer<String> terminal) {

    /// What is there from the start, and what waits until somebody comes.
    public enum Opening {
        /// Everything.
        AT_ONCE,
        /// What serves the port comes late; rules, events and alerts work from the start.
        PORT_LATE,
        /// All comes late: for a node whose rules nobody has ever set.
        ALL_LATE
    }

    /// Not the password.
    @Override
    public String toString() {
        return "ControlOptions[listen=" + listen + ", database=" + database + "]";
    }
}
