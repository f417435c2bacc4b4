package io.freshet.gateway.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The other ends of many connections: a thread that reads from all of them and keeps nothing.
///
/// Threading: any thread.
final class SocketReaders implements AutoCloseable {

    final AtomicLong bytes = new AtomicLong();
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::read, "readers");
    private volatile boolean stopped;

    SocketReaders(InetSocketAddress server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 256 << 10);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
        thread.start();
    }

    private void read() {
        ByteBuffer sink = ByteBuffer.allocateDirect(256 << 10);
        while (!stopped) {
            try {
                selector.select(key -> read(key, sink.clear()), 100);
            } catch (IOException broken) {
                return;
            }
        }
    }

    private void read(SelectionKey key, ByteBuffer sink) {
        try {
            int count = ((SocketChannel) key.channel()).read(sink);
            if (count < 0) {
                key.cancel();
            }
            bytes.addAndGet(Math.max(0, count));
        } catch (IOException gone) {
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        selector.wakeup();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                throw new IOException("the reading thread does not end");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
