package io.freshet.coordination;

import io.freshet.media.StreamKey;

/// One node's connection to the coordination engine, which may be away.
///
/// Everything but a write works while it is away: tables are read from the local copy, what is
/// published on the bus is lost. Copies are brought up to date by themselves when it is back,
/// before [#listen] tells of it, so that nobody decides by what was true long ago.
///
/// Threading: shared; see the package.
public interface Engine extends AutoCloseable {

    /// Who belongs to the cluster, by node id; written by each node for itself.
    Table<String, NodeRecord> nodes();

    /// What is wanted of nodes, by node id; written by whoever wants it.
    Table<String, NodeOrder> orders();

    /// Which node leads which stream.
    Table<StreamKey, StreamEntry> directory();

    /// Who has which duty that only one node may have.
    Table<String, Lease> leases();

    /// What is told to all and may be lost: heartbeats, commands, chat.
    Bus bus();

    /// What happened, for good.
    Ledger ledger();

    /// Drops what is kept only to tell that something was removed; may block for a while.
    default void sweep() {
    }

    /// Whether it can be reached, as far as is known.
    boolean isHere();

    /// Tells `listener` at once how it is and then whenever that changes.
    Subscription listen(LinkListener listener);

    /// Ends the connection; writes under way are answered [Written.Away].
    @Override
    void close();

    /// Told whether the engine can be reached.
    @FunctionalInterface
    interface LinkListener {

        /// @param here true when all tables are up to date and writes will be tried
        void changed(boolean here);
    }
}
