package io.freshet.gateway.wire;

import io.freshet.live.Loop;
import io.freshet.net.NetLoop;
import io.freshet.net.NetTimer;

/// An event loop as the live core sees it.
///
/// Threading: shared.
///
/// @param net the loop itself
public record LiveLoop(NetLoop net) implements Loop {

    @Override
    public boolean inLoop() {
        return net.inLoop();
    }

    @Override
    public void execute(Runnable task) {
        net.execute(task);
    }

    @Override
    public void executeAfterIo(Runnable task) {
        net.executeAfterIo(task);
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNs) {
        NetTimer timer = net.schedule(task, delayNs);
        return timer::cancel;
    }
}
