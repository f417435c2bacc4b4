package io.freshet.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.util.concurrent.ThreadAwareExecutor;

/// Netty's io_uring handler, closed only when the kernel writes into none of its memory.
///
/// The handler sleeps in a read of its eventfd. When it is destroyed it cancels that read and frees
/// the eight bytes that it reads into, without waiting for the cancellation: a late wake-up is then
/// written into memory that belongs to someone else, and glibc ends the process. A wake-up just
/// before makes it wait for the read instead, so that none is under way.
///
/// Threading: as Netty's: all but [#wakeup] on the loop.
final class DrainedUring implements IoHandler {

    private final IoHandler handler;

    DrainedUring(IoHandler handler) {
        this.handler = handler;
    }

    static IoHandlerFactory factory(IoUringIoHandlerConfig config) {
        IoHandlerFactory plain = IoUringIoHandler.newFactory(config);
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new DrainedUring(plain.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return plain.isChangingThreadSupported();
            }
        };
    }

    @Override
    public void destroy() {
        wakeFromOutside();
        handler.destroy();
    }

    /// A loop cannot wake itself: the handler ignores it.
    private void wakeFromOutside() {
        Thread waker = Thread.ofPlatform().name("loop-close").start(handler::wakeup);
        boolean interrupted = false;
        while (waker.isAlive()) {
            try {
                waker.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void initialize() {
        handler.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return handler.run(context);
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }
}
