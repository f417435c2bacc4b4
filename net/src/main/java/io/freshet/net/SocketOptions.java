package io.freshet.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/// The kernel's knobs, by the name that each transport gives them.
///
/// Threading: stateless; call on the channel's loop, or before it is registered.
final class SocketOptions {
    /// IPPROTO_TCP, TCP_CONGESTION: a name, which the transports pass on only as a number; this one
    /// has four bytes with its end.
    static final IntegerUnixChannelOption CONGESTION =
            new IntegerUnixChannelOption("TCP_CONGESTION", 6, 13);
    static final int BBR = ByteBuffer.wrap(new byte[] {'b', 'b', 'r', 0})
            .order(ByteOrder.nativeOrder()).getInt();

    private SocketOptions() {}

    static void apply(Channel channel, Transport transport, SocketTuning tuning) {
        ChannelConfig config = channel.config();
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        waterMarks(channel, tuning.unsentBytesLow(), tuning.unsentBytesHigh());
        if (tuning.sendBufferBytes() > 0) {
            sendBuffer(channel, tuning.sendBufferBytes());
        }
        notSentMax(channel, transport, tuning.notSentBytesMax());
        userTimeout(channel, transport, tuning.userTimeout());
        if (tuning.bbr()) {
            bbr(channel, transport);
        }
    }

    /// Whether the kernel took it; containers and old kernels have it not.
    static boolean bbr(Channel channel, Transport transport) {
        try {
            return switch (transport) {
                case IO_URING, EPOLL -> channel.config().setOption(CONGESTION, BBR);
                case NIO -> false;
            };
        } catch (ChannelException missing) {
            return false;
        }
    }

    static void waterMarks(Channel channel, int low, int high) {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(low, high));
    }

    static void sendBuffer(Channel channel, int bytes) {
        channel.config().setOption(ChannelOption.SO_SNDBUF, bytes);
    }

    static void notSentMax(Channel channel, Transport transport, int bytes) {
        switch (transport) {
            case IO_URING ->
                channel.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, (long) bytes);
            case EPOLL ->
                channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) bytes);
            // Nothing like it in the JDK. The kernel doubles a send buffer, and counts in it what
            // is in flight too.
            case NIO -> sendBuffer(channel, bytes);
        }
    }

    static void userTimeout(Channel channel, Transport transport, Duration timeout) {
        int ms = Math.toIntExact(timeout.toMillis());
        switch (transport) {
            case IO_URING -> channel.config().setOption(IoUringChannelOption.TCP_USER_TIMEOUT, ms);
            case EPOLL -> channel.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, ms);
            case NIO -> { }
        }
    }
}
