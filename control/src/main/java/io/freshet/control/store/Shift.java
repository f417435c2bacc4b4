package io.freshet.control.store;

import java.util.function.BooleanSupplier;

/// What is this node's to do, where several nodes share a database.
///
/// Alerts, webhooks, e-mail and backups are one node's, whoever is on duty; another one is within
/// seconds of its death. For a moment there may be two.
///
/// @param node   its name among them; empty if the database is its own
/// @param onDuty whether it does what only one should do
public record Shift(String node, BooleanSupplier onDuty) {

    /// Of a node that has its database for itself.
    public static final Shift ALONE = new Shift("", () -> true);

    /// Whether others use the database, too.
    public boolean isShared() {
        return !node.isEmpty();
    }
}
