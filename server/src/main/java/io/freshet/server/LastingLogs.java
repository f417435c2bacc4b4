package io.freshet.server;

import java.util.logging.LogManager;

/// Keeps the log open while the node stops: the JDK would close it as soon as a signal arrives.
///
/// Threading: as its parent.
public final class LastingLogs extends LogManager {

    /// Made by the JDK at the first log line, if its name is in the property.
    public LastingLogs() {
    }

    /// To be called before anything logs.
    static void use() {
        System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
    }

    /// Does nothing: called by the JDK when the process ends.
    @Override
    public void reset() {
    }
}
