package io.freshet.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How bytes get from and to the kernel.
///
/// `NIO` runs everywhere, but has neither TCP_NOTSENT_LOWAT nor TCP_USER_TIMEOUT: there a bounded
/// send buffer takes their place.
public enum Transport {
    /// Submission and completion rings; containers often forbid it.
    IO_URING,
    /// Linux readiness events through Netty's native code.
    EPOLL,
    /// The JDK's own selectors.
    NIO;

    /// Submissions that gather before the kernel is called: some slices of a pass. With 4096 all of
    /// a pass was sent in one call, and who joined meanwhile waited for 30 ms.
    private static final int RING_ENTRIES = 256;
    /// Each flush completes once or twice, and thousands do in one pass; an overflow goes through a
    /// list in the kernel. But an entry costs 68 bytes: Netty keeps a buffer object for each.
    private static final int COMPLETIONS = 16_384;

    /// Why this transport cannot be used here; empty if it can.
    public Optional<String> missing() {
        return switch (this) {
            case IO_URING -> reason(IoUring.isAvailable(), IoUring.unavailabilityCause());
            case EPOLL -> reason(Epoll.isAvailable(), Epoll.unavailabilityCause());
            case NIO -> Optional.empty();
        };
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING -> DrainedUring.factory(
                    new IoUringIoHandlerConfig().setRingSize(RING_ENTRIES).setCqSize(COMPLETIONS));
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    ServerChannel listener() {
        return switch (this) {
            case IO_URING -> new IoUringServerSocketChannel();
            case EPOLL -> new EpollServerSocketChannel();
            case NIO -> new NioServerSocketChannel();
        };
    }

    SocketChannel connector() {
        return switch (this) {
            case IO_URING -> new IoUringSocketChannel();
            case EPOLL -> new EpollSocketChannel();
            case NIO -> new NioSocketChannel();
        };
    }

    private static Optional<String> reason(boolean available, @Nullable Throwable cause) {
        if (available) {
            return Optional.empty();
        }
        Throwable root = cause == null ? new IllegalStateException("not available") : cause;
        for (int depth = 0; depth < 8 && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return Optional.of(String.valueOf(root.getMessage()));
    }
}
