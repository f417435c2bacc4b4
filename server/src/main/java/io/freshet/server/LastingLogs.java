package io.freshet.server;

import java.util.logging.LogManager;

/// Keeps the log open while the node stops: the JDK would close it as soon as a signal arrives.
///
/// Threading: as its parent.
public final class LastingLogs extends LogManager {

    /// Made by the JDK, before anything of its parent is used, if its name is in the property.
    public LastingLogs() {
    }

    /// Does nothing: called by the JDK when the process ends.
    @Override
    public void reset() {
    }
}
