package io.freshet.coordination;

import java.util.Optional;

/// What became of a write.
///
/// @param <V> what was written
public sealed interface Written<V> {

    /// It holds.
    ///
    /// @param revision the new one
    record Done<V>(long revision) implements Written<V> {
    }

    /// Somebody was faster; nothing was changed.
    ///
    /// @param now what is there instead, as far as is known
    record Outrun<V>(Optional<Table.Held<V>> now) implements Written<V> {
    }

    /// No answer: it may have been written or not.
    ///
    /// @param reason for the log
    record Away<V>(String reason) implements Written<V> {
    }
}
