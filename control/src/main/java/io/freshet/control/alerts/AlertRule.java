package io.freshet.control.alerts;

import java.util.List;

/// What must not happen unnoticed.
///
/// @param id       names it
/// @param terms    when, and who is told
/// @param version  grows with every change
record AlertRule(String id, Terms terms, long version) {

    /// What is watched.
    enum Kind {
        /// A stream that should be live is not.
        STREAM_DOWN,
        /// What a publisher sends is bad.
        INGEST_DEGRADED,
        /// Publishers and viewers are refused, or closed by their own fault, too often, on all
        /// nodes together.
        ERROR_RATE,
        /// A disk is nearly full.
        DISK,
        /// A certificate ends soon.
        CERTIFICATE,
        /// A node of the cluster is gone.
        NODE_LOST,
        /// Healing of a node was in vain, or does not end: a person must look.
        NODE_GIVEN_UP
    }

    /// How loud.
    enum Severity { WARNING, CRITICAL }

    /// What an operator says of it.
    ///
    /// @param name      for people
    /// @param kind      what is watched
    /// @param app       streams of this app; empty for all
    /// @param stream    this stream, or all that begin like it if it ends with `*`; empty for all
    /// @param threshold what is too much or too little; what it means is the kind's
    /// @param forS      how long it must hold
    /// @param severity  how loud
    /// @param channels  ids of those told; empty for all
    /// @param enabled   whether it is watched
    record Terms(String name, Kind kind, String app, String stream, double threshold, long forS,
            Severity severity, List<String> channels, boolean enabled) {

        Terms {
            channels = List.copyOf(channels);
        }

        /// Whether it is about that stream.
        boolean takes(String itsApp, String itsName) {
            return (app.isEmpty() || app.equals(itsApp))
                    && (stream.isEmpty() || matches(stream, itsName));
        }
    }

    /// Whether `text` is `pattern`, or begins like it if that ends with `*`.
    static boolean matches(String pattern, String text) {
        return pattern.endsWith("*") ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }
}
