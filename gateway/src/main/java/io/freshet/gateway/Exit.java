package io.freshet.gateway;

import io.freshet.net.CloseCause;
import io.freshet.net.Outlet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends one viewer away, also when it is told to before there is a connection to close.
///
/// Threading: shared, guarded by itself; an outlet may be closed from any thread.
public final class Exit implements Consumer<String> {

    private @Nullable Outlet outlet;
    private @Nullable String reason;

    /// This is the viewer's connection.
    public void of(Outlet opened) {
        String early;
        synchronized (this) {
            outlet = opened;
            early = reason;
        }
        if (early != null) {
            opened.close(CloseCause.REVOKED, early);
        }
    }

    @Override
    public void accept(String why) {
        Outlet there;
        synchronized (this) {
            reason = reason == null ? why : reason;
            there = outlet;
        }
        if (there != null) {
            there.close(CloseCause.REVOKED, why);
        }
    }
}
