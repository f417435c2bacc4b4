package io.freshet.net;

import io.netty.util.concurrent.ScheduledFuture;

/// A call that a loop will make later.
///
/// Threading: any thread; on the loop itself the call is certain not to happen after `cancel`.
public final class NetTimer {
    private final ScheduledFuture<?> future;

    NetTimer(ScheduledFuture<?> future) {
        this.future = future;
    }

    /// Does nothing if the call has been made or cancelled already.
    public void cancel() {
        future.cancel(false);
    }
}
